"""Deeds: what changed a person's levels, written down with the change for their history to tell."""

from collections.abc import Mapping
from typing import NamedTuple

from careers.profile.claims import Held
from careers.profile.models import Deed, Profile

Change = list[int | None]  # [skill position, level before, level after]; None is no claim


class Doing(NamedTuple):
    """The cause of a change: its kind, and the starting point or the role and step of a plan that it is about."""

    kind: str
    about: str = ""
    title: str = ""
    step: int | None = None


TAKEN_BACK = Doing(Deed.Kind.UNDO)


def record(profile: Profile, doing: Doing, before: Mapping[int, int], changes: Mapping[int, Held | None]) -> None:
    """Write down what led to the profile's version, unless no level changed.

    An undo of the latest thing that still stands comes to nothing with it: the two name each other.
    """
    after = {position: held and held.level for position, held in changes.items()}
    moved: list[Change] = [[p, before.get(p), level] for p, level in sorted(after.items()) if level != before.get(p)]
    if not moved:
        return
    undone = _undone(profile, moved) if doing.kind == Deed.Kind.UNDO else None
    if undone is not None:
        undone.pair = profile.version
        undone.save(update_fields=["pair"])
    Deed.objects.create(
        profile=profile,
        version=profile.version,
        kind=doing.kind,
        about=doing.about,
        title=doing.title,
        step=doing.step,
        changes=moved,
        pair=None if undone is None else undone.version,
    )


def _undone(profile: Profile, moved: list[Change]) -> Deed | None:
    """The latest deed that stands, if `moved` is exactly its way back."""
    latest = profile.deeds.standing()
    back = [[position, after, before] for position, before, after in latest.changes] if latest else []
    return latest if back == moved else None
