"""What people did to their profile, in sentences: the causes that the history page names, under today's names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.released import Released
from careers.models import Deed, Skill

NAMED = 2  # skills that a sentence names; of more it says how many
SAID = 2  # sentences of one movement in view

Levels = list[tuple[int, int | None, int | None]]  # skill position, level before, level after; None is no claim


class Cause(NamedTuple):
    """What a person did, as the history page says it. `names`: it names the skills itself."""

    sentence: str
    names: bool


class Deeds:
    """The deeds of a page of history. Skills that the release no longer has cost one query more, for their names."""

    def __init__(self, release: Released, deeds: Iterable[Deed]) -> None:
        self.release = release
        self.deeds = list(deeds)
        self._gone = self._names_of_gone()

    def between(self, before: int, after: int) -> list[Cause]:
        """What led from one version of the profile to another, in turn; levels set one by one are one sentence."""
        said: list[Cause] = []
        by_hand: list[Deed] = []
        for deed in self._that_stand(before, after):
            if _by_hand(deed):
                by_hand.append(deed)
                continue
            said += self._set(by_hand)
            said.append(self._cause(deed, _levels([deed])))
            by_hand = []
        return said + self._set(by_hand)

    def of_version(self, version: int) -> str:
        """The sentence for one deed."""
        return next((self._cause(deed, _levels([deed])).sentence for deed in self.deeds if deed.version == version), "")

    def _that_stand(self, before: int, after: int) -> list[Deed]:
        """The deeds after one version up to another, without those that came to nothing in between."""
        inside = [deed for deed in self.deeds if before < deed.version <= after]
        return [deed for deed in inside if deed.pair is None or not before < deed.pair <= after]

    def _set(self, deeds: Sequence[Deed]) -> list[Cause]:
        levels = _levels(deeds)
        return [self._cause(deeds[0], levels)] if levels else []

    def _cause(self, deed: Deed, levels: Levels) -> Cause:
        return SENTENCES[Deed.Kind(deed.kind)](self, deed, levels)

    def skill(self, position: int) -> str:
        known = self.release.by_position.get(position)
        return known.name if known else self._gone.get(position, "a skill")

    def title(self, deed: Deed) -> str:
        """The title of the starting point or role: today's, or the last one if it is gone."""
        if deed.kind == Deed.Kind.START:
            start = self.release.starts.get(deed.about)
            return start.title if start else deed.title or "a job"
        slug = self.release.role_slug(deed.about)
        return self.release.roles[slug].title if slug else deed.title or deed.about

    def _names_of_gone(self) -> Mapping[int, str]:
        held = {position for deed in self.deeds for position, _, _ in deed.changes}
        gone = held - self.release.by_position.keys()
        return dict(Skill.objects.filter(position__in=gone).values_list("position", "name")) if gone else {}


def in_view(causes: Sequence[Cause]) -> tuple[str, int]:
    """The first sentences as a heading, and how many more things were done."""
    return ". ".join(cause.sentence for cause in causes[:SAID]), len(causes[SAID:])


def _by_hand(deed: Deed) -> bool:
    return deed.kind == Deed.Kind.SELF and not deed.about


def _levels(deeds: Iterable[Deed]) -> Levels:
    """The levels that really changed from the first of these deeds to the last."""
    moved: dict[int, tuple[int | None, int | None]] = {}
    for deed in deeds:
        for position, before, after in deed.changes:
            moved[position] = (moved.get(position, (before, after))[0], after)
    return [(position, before, after) for position, (before, after) in moved.items() if before != after]


def count(levels: Levels) -> str:
    return f"{len(levels)} skill{'' if len(levels) == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """Words as one says them.

    >>> listed(["Docker"]), listed(["Docker", "SQL"]), listed(["Docker", "SQL", "Git"])
    ('Docker', 'Docker and SQL', 'Docker, SQL and Git')
    """
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _each(deeds: Deeds, levels: Levels, to: str = "to") -> str:
    """The levels by name: "Docker to 3 and SQL to 2", the first ones if there are many."""
    words = [f"{deeds.skill(position)} {to} {after or 'none'}" for position, _, after in levels[:NAMED]]
    more = len(levels) - len(words)
    return listed([*words, f"{more} more skill{'' if more == 1 else 's'}"] if more else words)


def _own(deeds: Deeds, deed: Deed, levels: Levels) -> Cause:
    held = [one for one in levels if one[2] is not None]
    gone = [deeds.skill(position) for position, _, after in levels if after is None]
    where = f" in your {deeds.title(deed)} plan" if deed.about else ""
    said = [f"set {_each(deeds, held)}{where}"] if held else []
    if gone:
        said.append(f"removed {listed(gone) if len(gone) <= NAMED else f'{len(gone)} skills'}")
    return Cause(f"You {' and '.join(said)}", names=len(held) <= NAMED and len(gone) <= NAMED)


def _start(deeds: Deeds, deed: Deed, levels: Levels) -> Cause:
    return Cause(f"You started from “{deeds.title(deed)}” with {count(levels)}", names=False)


def _step(deeds: Deeds, deed: Deed, levels: Levels) -> Cause:
    return Cause(
        f"You finished step {deed.step} of your {deeds.title(deed)} plan: {_each(deeds, levels)}"
        if deed.about
        else f"You learned {_each(deeds, levels)}",
        names=True,
    )


def _undo(deeds: Deeds, deed: Deed, levels: Levels) -> Cause:
    if deed.about and deed.step:
        return Cause(f"You took back step {deed.step} of your {deeds.title(deed)} plan", names=False)
    if len(levels) > NAMED:
        return Cause(f"You took back a change of {count(levels)}", names=False)
    held = [one for one in levels if one[2] is not None]
    gone = listed([deeds.skill(position) for position, _, after in levels if after is None])
    said = [f"put {_each(deeds, held, 'back to')}"] if held else []
    if gone:
        said.append(f"took {gone} out again")
    return Cause(f"You {' and '.join(said)}", names=True)


def _many(sentence: str) -> Callable[[Deeds, Deed, Levels], Cause]:
    return lambda deeds, deed, levels: Cause(sentence.format(count(levels)), names=False)


SENTENCES: Mapping[Deed.Kind, Callable[[Deeds, Deed, Levels], Cause]] = {
    Deed.Kind.SELF: _own,
    Deed.Kind.START: _start,
    Deed.Kind.DOCUMENT: _many("You took {} from a document"),
    Deed.Kind.IMPORT: _many("You imported a list of {}"),
    Deed.Kind.PLAN: _step,
    Deed.Kind.LIST: _many("You added a list of {}"),
    Deed.Kind.TRY: _many("You kept the {} you had picked before you signed in"),
    Deed.Kind.API: _many("You changed {} through the API"),
    Deed.Kind.UNDO: _undo,
}
