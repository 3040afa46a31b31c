"""The answers of calls that rank roles as plain values, which `serializers` describe in the documentation."""

from collections.abc import Iterable, Sequence
from typing import Any

from careers.api import plain
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine
from matching.scores.models import Score


def match(release: Released, roles: Iterable[engine.RoleScore], unknown: Sequence[str]) -> dict[str, Any]:
    """Every role of one profile with its receipt."""
    return _scored(release, roles) | {"unknown": unknown}


def own(
    release: Released, roles: Iterable[engine.RoleScore], *, profile_version: int, recorded: Score | None
) -> dict[str, Any]:
    """The same for the caller's own profile, with what the workers recorded last."""
    return _scored(release, roles) | {
        "profile_version": profile_version,
        "recorded": None if recorded is None else _recorded(recorded),
    }


def batch(
    release: Released, ranked: Iterable[Iterable[engine.Ranked]], unknown: Iterable[Sequence[str]]
) -> dict[str, Any]:
    """The roles of each profile, ranked."""
    results = [
        {
            "roles": [
                {"role": role, "fit": plain.points(fit), "lead": plain.points(lead), "close": close}
                for role, fit, lead, close in roles
            ],
            "unknown": keys,
        }
        for roles, keys in zip(ranked, unknown, strict=True)
    ]
    return {"release": plain.release(release), "results": results}


def _scored(release: Released, roles: Iterable[engine.RoleScore]) -> dict[str, Any]:
    return {"release": plain.release(release), "roles": [_role(role) for role in roles]}


def _role(role: engine.RoleScore) -> dict[str, Any]:
    return {
        "role": role.role,
        "fit": plain.points(role.fit),
        "usual": plain.points(role.usual),
        "lead": plain.points(role.lead),
        "close": role.close,
        "known": hundredths(role.known),
        "must_haves": {"met": role.must_haves_met, "of": role.must_haves_of},
        "band": role.band,
        "receipt": [_line(line) for line in role.receipt],
    }


def _line(line: engine.Line) -> dict[str, Any]:
    return {
        "skill": line.skill,
        "need": line.need,
        "have": line.have,
        "via": line.via,
        "how": line.how,
        "points": hundredths(line.points),
        "points_possible": hundredths(line.points_possible),
        "essential": line.essential,
    }


def _recorded(score: Score) -> dict[str, Any]:
    return {"release": score.release_number, "profile_version": score.profile_version, "at": score.scored_at}
