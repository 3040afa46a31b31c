"""The notices shown once after a role became the target, was pinned or hidden."""

from typing import Literal, TypedDict

from careers.catalogue.released import Released
from careers.profile.choices import Chosen


class Notice(TypedDict):
    """The notice as it waits in a session: what it says, and the form that undoes it, if anything `moved`."""

    kind: Literal["target", "mark"]
    role: str
    said: str
    undo_role: str
    undo: dict[str, str | int]
    moved: bool


def target_chosen(release: Released, role: str, done: Chosen) -> Notice:
    if done.before == done.after:
        said = f"{_title(release, role)} {'is' if role == done.after else 'is not'} your target."
    elif done.after is None:
        said = f"{_title(release, role)} is no longer your target."
    else:
        instead = f", instead of {_title(release, done.before)}" if done.before else ""
        said = f"{_title(release, done.after)} is your target now{instead}."
    return Notice(
        kind="target",
        role=role,
        said=said,
        undo_role=done.before or role,
        undo={"chosen": 1 if done.before else 0, "was": done.after or ""},
        moved=done.before != done.after,
    )


def role_marked(release: Released, role: str, done: Chosen) -> Notice:
    said = {
        "pinned": "{} is pinned to the top of your list.",
        "hidden": "{} is hidden. You can find it below the list.",
        None: "{} stands at its place in the list.",
    }[done.after]
    return Notice(
        kind="mark",
        role=role,
        said=said.format(_title(release, role)),
        undo_role=role,
        undo={"mark": done.before or "none", "was": done.after or "none"},
        moved=done.before != done.after,
    )


def _title(release: Released, role: str) -> str:
    return release.roles[role].title
