"""What a page says once after a role became the target, was pinned or hidden."""

from typing import Any

from careers.catalogue.released import Released
from careers.profile.choices import Chosen


def target_chosen(release: Released, role: str, done: Chosen) -> dict[str, Any]:
    """What choosing a target did, in the words of the notice, and the form that undoes it."""
    if done.before == done.after:
        said = f"{_title(release, role)} {'is' if role == done.after else 'is not'} your target."
    elif done.after is None:
        said = f"{_title(release, role)} is no longer your target."
    else:
        instead = f", instead of {_title(release, done.before)}" if done.before else ""
        said = f"{_title(release, done.after)} is your target now{instead}."
    undo = {"chosen": 1 if done.before else 0, "was": done.after or ""}
    return {"kind": "target", "role": role, "said": said, "undo_role": done.before or role, "undo": undo} | _moved(done)


def role_marked(release: Released, role: str, done: Chosen) -> dict[str, Any]:
    """What pinning or hiding a role did, in the words of the notice, and the form that undoes it."""
    said = {
        "pinned": "{} is pinned to the top of your list.",
        "hidden": "{} is hidden. You find it below the list.",
        None: "{} stands at its place in the list.",
    }[done.after].format(_title(release, role))
    undo = {"mark": done.before or "none", "was": done.after or "none"}
    return {"kind": "mark", "role": role, "said": said, "undo_role": role, "undo": undo} | _moved(done)


def _moved(done: Chosen) -> dict[str, bool]:
    return {"moved": done.before != done.after}


def _title(release: Released, role: str) -> str:
    return release.roles[role].title
