"""What the pages of matching show, as plain values: engine results with the names of the release."""

from collections.abc import Mapping, Sequence
from typing import Any

from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine, inputs
from matching.models import HistoryLine

BAND_LABELS = {"explore": "to explore", "stretch": "a stretch", "nearly-there": "nearly there", "ready": "ready"}
TOP_GAPS = 3


def text(n: int | None) -> str | None:
    return None if n is None else hundredths(n)


def gain(release: Released, held: Mapping[str, int], role: str, line: engine.Line) -> int:
    """By how many hundredths the fit of `role` rises when the skill of `line` is held at the level needed.

    Scored, not read off the line: a skill may count as others that the role asks too.
    """
    compiled = inputs.compiled(release)
    raised = engine.fits(compiled, {**held, line.skill: max(line.need, held.get(line.skill, 0))})[role]
    return (raised or 0) - (engine.fits(compiled, held)[role] or 0)


def role_row(release: Released, score: engine.RoleScore, held: Mapping[str, int]) -> dict[str, Any]:
    """One ranked role: what the list shows of it."""
    gaps = sorted(
        ((line, gain(release, held, score.role, line)) for line in score.receipt if not line.met),
        key=lambda gap: (not gap[0].essential, -gap[1], gap[0].skill),
    )
    return {
        "slug": score.role,
        "title": score.title,
        "fit": text(score.fit),
        "lead": text(score.lead),
        "typical": hundredths(release.roles[score.role].typical),
        "known": hundredths(score.known),
        "highest": hundredths(score.highest),
        "band": score.band,
        "band_label": BAND_LABELS.get(score.band or "", ""),
        "must_haves_met": score.must_haves_met,
        "must_haves_of": score.must_haves_of,
        "top_gaps": [_gap(release, line, points) for line, points in gaps[:TOP_GAPS]],
    }


def _gap(release: Released, line: engine.Line, gain: int) -> dict[str, Any]:
    return {
        "skill_slug": line.skill,
        "skill_name": release.skills[line.skill].name,
        "need": line.need,
        "have": line.have,
        "essential": line.essential,
        "gain": hundredths(gain),
    }


def matches_page(release: Released, by_position: Mapping[int, int]) -> dict[str, Any]:
    held = inputs.levels(release, by_position)
    scores = engine.score(inputs.compiled(release), held)
    return {
        "roles": [role_row(release, score, held) for score in scores],
        "has_claims": bool(held),
        "claim_count": len(by_position),
    }


def receipt_page(release: Released, by_position: Mapping[int, int], role: str) -> dict[str, Any]:
    """The receipt of one role, with its neighbours in the ranking."""
    held = inputs.levels(release, by_position)
    ranked = engine.score(inputs.compiled(release), held)
    place = next(number for number, score in enumerate(ranked) if score.role == role)
    score = ranked[place]
    return {
        "score": {
            **role_row(release, score, held),
            "receipt": [_line(release, role, line, held) for line in score.receipt],
        },
        "has_claims": bool(held),
        "place": place + 1,
        "count": len(ranked),
        "prev_role": _link(ranked, place - 1),
        "next_role": _link(ranked, place + 1),
    }


def _line(release: Released, role: str, line: engine.Line, held: Mapping[str, int]) -> dict[str, Any]:
    skill = release.skills[line.skill]
    return {
        **_gap(release, line, 0 if line.met else gain(release, held, role, line)),
        "via_slug": line.via,
        "via_name": release.skills[line.via].name if line.via else "",
        "via_level": held.get(line.via) if line.via else None,
        "own": held.get(line.skill),
        "known": line.skill in held,
        "points": hundredths(line.points),
        "points_possible": hundredths(line.points_possible),
        "met": line.met,
        "level_sentence": skill.meaning(line.need),
    }


def _link(ranked: Sequence[engine.RoleScore], place: int) -> dict[str, str] | None:
    if not 0 <= place < len(ranked):
        return None
    return {"slug": ranked[place].role, "title": ranked[place].title}


def example(release: Released) -> dict[str, Any]:
    """A worked example for people who have no profile yet: the foundation role, held at about half of what it asks."""
    role = release.roles_by_title[0]
    asked = role.requirements_in_order
    held = {one.skill: max(0, one.level - place % 3) for place, one in enumerate(asked)}
    score = next(s for s in engine.score(inputs.compiled(release), held) if s.role == role.slug)
    return {
        "role_slug": role.slug,
        "role_title": role.title,
        "fit": text(score.fit),
        "band": score.band,
        "band_label": BAND_LABELS.get(score.band or "", ""),
        "must_haves_met": score.must_haves_met,
        "must_haves_of": score.must_haves_of,
        "lines": [
            {**_line(release, role.slug, line, held), "name": release.skills[line.skill].name} for line in score.receipt
        ],
    }


def history_page(release: Released, lines: Sequence[HistoryLine]) -> list[dict[str, Any]]:
    """Movements with their parts; a skill or role that is no longer in the catalogue is named by its slug."""
    return [
        {
            "when": line.recorded_at,
            "role_slug": line.role if line.role in release.roles else "",
            "role_title": release.roles[line.role].title if line.role in release.roles else line.role,
            "fit_before": text(line.fit_before),
            "fit_after": text(line.fit_after),
            "delta": _signed((line.fit_after or 0) - (line.fit_before or 0)),
            "release_before": line.release_before,
            "release_after": line.release_after,
            "causes": [
                {
                    "cause": part["cause"],
                    "label": "your profile" if part["cause"] == "profile" else "the catalogue",
                    "skill_slug": part["skill"] if part["skill"] in release.skills else "",
                    "skill_name": release.skills[part["skill"]].name
                    if part["skill"] in release.skills
                    else part["skill"],
                    "points": _signed(part["points"]),
                }
                for part in line.parts
            ],
        }
        for line in lines
    ]


def _signed(n: int) -> str:
    return f"+{hundredths(n)}" if n > 0 else hundredths(n).replace("-", "−")
