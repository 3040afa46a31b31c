"""What the receipt of one role shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS, hundredths
from matching import engine, inputs
from matching.matches.contrast_pages import contrast_part
from matching.matches.pages import NOTHING_CHOSEN, Choices, Gains, _gain, _gap, role_row, usual_counts


def receipt_page(
    release: Released,
    by_position: Mapping[int, int],
    role: str,
    choices: Choices = NOTHING_CHOSEN,
    against: str = "",
) -> dict[str, Any]:
    """The receipt of one role, with its neighbours in the ranking, and why it stands before or after another.

    `against` names that other role; anything else, and nothing, is the next in the ranking.
    """
    held = inputs.levels(release, by_position)
    ranked = engine.score(inputs.compiled(release), held)
    place = next(number for number, score in enumerate(ranked) if score.role == role)
    score = ranked[place]
    contrast = contrast_part(release, held, ranked, role, against)
    steps = _what_ifs(release, held, score)
    gains = {(step.skill, step.level): {role: step.points} for step in steps}
    lines = [
        {
            **_line(release, score, line, held, gains),
            "steps": [_raised(release, line, step) for step in steps if step.skill == line.skill],
        }
        for line in score.receipt
    ]
    return {
        "score": {
            **role_row(release, score, gains),
            "receipt": sorted(lines, key=lambda line: (not line["essential"], line["essential"] and line["met"])),
            "mark": choices.marks.get(role),
            "is_target": role == choices.target,
        },
        "has_claims": bool(held),
        "place": place + 1,
        "count": len(ranked),
        "prev_role": _link(ranked, place - 1),
        "next_role": _link(ranked, place + 1),
        "usual_counts": usual_counts(ranked),
        "contrast": contrast,
        "contrast_query": contrast["query"] if contrast else "",
    }


def _what_ifs(release: Released, held: Mapping[str, int], score: engine.RoleScore) -> tuple[engine.WhatIf, ...]:
    """One level more of each gap, and all of it, where that is more than one."""
    gaps = [line for line in score.receipt if not line.met]
    claims = [(line.skill, level) for line in gaps for level in sorted({line.have + 1, line.need})]
    return engine.what_ifs(inputs.compiled(release), held, score.role, claims)


def _raised(release: Released, line: engine.Line, step: engine.WhatIf) -> dict[str, Any]:
    return {
        "have": line.have,
        "level": step.level,
        "level_word": LEVEL_WORDS[step.level],
        "level_sentence": release.skills[line.skill].meaning(step.level),
        "gain": hundredths(step.points),
        "also": [
            {
                "skill_slug": moved.skill,
                "skill_name": release.skills[moved.skill].name,
                "points": hundredths(moved.points),
                "have": moved.have,
            }
            for moved in step.also
        ],
    }


def _line(
    release: Released, score: engine.RoleScore, line: engine.Line, held: Mapping[str, int], gains: Gains
) -> dict[str, Any]:
    skill = release.skills[line.skill]
    return {
        **_gap(release, line, _gain(gains, score, line)),
        "group": _group(score, line),
        "via_slug": line.via,
        "via_name": release.skills[line.via].name if line.via else "",
        "via_level": held.get(line.via) if line.via else None,
        "how": line.how,
        "own": held.get(line.skill),
        "known": line.skill in held,
        "points": hundredths(line.points),
        "points_possible": hundredths(line.points_possible),
        "met": line.met,
        "level_sentence": skill.meaning(line.need),
    }


def _group(score: engine.RoleScore, line: engine.Line) -> str:
    """Under which heading of its receipt a line stands."""
    if not line.essential:
        return "Valued as well"
    met, of = score.must_haves_met, score.must_haves_of
    return f"Must-haves met: {met} of {of}" if line.met else f"Must-haves still open: {of - met} of {of}"


def _link(ranked: Sequence[engine.RoleScore], place: int) -> dict[str, str] | None:
    if not 0 <= place < len(ranked):
        return None
    return {"slug": ranked[place].role, "title": ranked[place].title}
