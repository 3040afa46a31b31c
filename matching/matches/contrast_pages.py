"""Why one role ranks before another, as the receipt page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS, hundredths, signed
from matching import engine, inputs

SHOWN = 8  # lines in view; the rest folds away


def contrast_part(
    release: Released, held: Mapping[str, int], ranked: Sequence[engine.RoleScore], role: str, asked: str
) -> dict[str, Any] | None:
    """The contrast of `role` with the one `asked` for, or with the next in the ranking (the last one: the one before).

    `asked` is what an address says, so it may be anything: what is no role, or the same, is told as `problem`. None
    where nothing is claimed or there is no other role: then nothing ranks before anything.
    """
    if not held or len(ranked) < 2:
        return None
    chosen = release.role_slug(asked) if asked else None
    other = chosen if chosen not in (None, role) else _neighbour(ranked, role)
    found = engine.contrast(inputs.compiled(release), held, role, other)
    lines = [_line(release, line) for line in found.lines]
    return {
        "other": other,
        "query": f"?against={other}" if chosen == other else "",  # what brings a form on the page back to this contrast
        "problem": "" if not asked or chosen == other else "same" if chosen == role else "unknown",
        "asked": asked[:80],
        "choices": [{"slug": one.slug, "title": one.title} for one in release.roles_by_title if one.slug != role],
        "ahead": _side(found.ahead),
        "behind": _side(found.behind),
        "lead": hundredths(found.lead),
        "decided_by": found.decided_by,
        "has_usual": any(line.skill is None for line in found.lines),
        "lines": lines[:SHOWN],
        "more": lines[SHOWN:],
        "more_points": signed(sum(line.points for line in found.lines[SHOWN:])),
        "most": max((abs(line.points) for line in found.lines), default=0),
        "changes": [_change(release, held, ranked, found, each) for each in _smaller_first(found)],
    }


def _neighbour(ranked: Sequence[engine.RoleScore], role: str) -> str:
    slugs = [score.role for score in ranked]
    after = slugs.index(role) + 1
    return slugs[after] if after < len(slugs) else slugs[-2]


def _side(score: engine.RoleScore) -> dict[str, Any]:
    return {
        "slug": score.role,
        "title": score.title,
        "fit": hundredths(score.fit or 0),
        "lead": _with_minus(score.lead or 0),
        "must_haves_met": score.must_haves_met,
    }


def _line(release: Released, line: engine.ContrastLine) -> dict[str, Any]:
    return {
        "skill_slug": line.skill,
        "skill_name": release.skills[line.skill].name if line.skill else "",
        "ahead": _with_minus(line.ahead),
        "behind": _with_minus(line.behind),
        "points": signed(line.points),
        "width": abs(line.points),
        "left": min(line.points, 0),
        "helps": "ahead" if line.points > 0 else "behind",
    }


def _with_minus(n: int) -> str:
    return hundredths(n).replace("-", "−")


def _smaller_first(found: engine.Contrast) -> list[engine.Reversal]:
    """What turns the order round: the smaller of raising and lowering first, the raise where they are equally small."""
    return sorted(filter(None, (found.raising, found.lowering)), key=lambda each: each.levels)


def _change(
    release: Released,
    held: Mapping[str, int],
    ranked: Sequence[engine.RoleScore],
    found: engine.Contrast,
    change: engine.Reversal,
) -> dict[str, Any]:
    effective = {line.skill: line.have for score in ranked for line in score.receipt}
    others = effective.get(change.skill, 0)
    return {
        "skill_slug": change.skill,
        "skill_name": release.skills[change.skill].name,
        "up": change.to_level > change.from_level,
        "levels": change.levels,
        "from_level": change.from_level,
        "claimed": change.skill in held,
        "others": others if others > change.from_level else None,
        "to_level": change.to_level,
        "to_word": LEVEL_WORDS[change.to_level],
        "lead": hundredths(change.lead) if change.lead else "",
    }
