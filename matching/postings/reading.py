"""Job ads as values: what an ad asks, how strongly, at which level, with the words that say so; and corrections to it.

An ad comes as a text or, if it was kept, as JSON with permanent positions of skills in the place of their slugs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from careers.catalogue.demands import Ask, Demands
from careers.catalogue.released import Released
from careers.reading.asking import Asking, Said, Strength, strongest
from careers.reading.reader import Find

LONGEST = 50_000  # letters of an ad
MOST_ASKS = 100  # things asked; with these, shares of a hundredth of a point and more always add up
# The level that an ad asks where it says none: to work on one's own with a must-have, with help with the rest.
USUAL_LEVEL = {True: 3, False: 2}
_AROUND = 90  # letters of a quote on either side
_MARKS = " \t\n-*•·–|"  # of list items, which are no part of a quote


class Quote(NamedTuple):
    """The words of an ad that name a skill, with what stands around them."""

    before: str
    words: str
    after: str


class Asked(NamedTuple):
    """What an ad asks: a skill, or several of which one is enough (`skills`, as the ad names them, by their slugs).

    `said` are the words that say the level and `heading` those that say how strongly it is asked; empty if nothing
    does. `left_out` and `changed` are the person's: it is not asked after all, or not as we had read it.
    """

    skills: tuple[str, ...]
    strength: Strength
    level: int
    said: str
    heading: str
    quote: Quote
    left_out: bool = False
    changed: bool = False

    @property
    def slug(self) -> str:
        """The name that it goes by: no two things asked have a skill in common."""
        return self.skills[0]

    @property
    def must(self) -> bool:
        return self.strength is Strength.MUST


class Ad(NamedTuple):
    """All that an ad asks, in its order; `named` are all skills that it names, by which it is compared with roles."""

    asks: tuple[Asked, ...]
    named: tuple[str, ...]

    @property
    def counted(self) -> list[Asked]:
        """What is asked and not left out."""
        return [ask for ask in self.asks if not ask.left_out]

    @property
    def like(self) -> list[str]:
        """The skills to compare with roles: all that are named, without those left out."""
        out = {skill for ask in self.asks if ask.left_out for skill in ask.skills}
        return [skill for skill in self.named if skill not in out]


class Correction(NamedTuple):
    """How something is really asked: as a must-have (or nice to have), at this level; or not at all."""

    must: bool
    level: int
    left_out: bool = False


@lru_cache(maxsize=4)
def _demands(release: Released) -> Demands:
    broader = {skill.slug: {near.skill for near in skill.near if not near.distance} for skill in release.content.skills}
    languages = (skill.slug for skill in release.content.skills if skill.kind == "language")
    return Demands(release.reader, broader, languages)


def read(release: Released, text: str) -> Ad:
    """Read an ad with the names of the release.

    Ads lose their empty lines on the way; a heading is read as one all the same.
    """
    text = Asking(text).spaced()
    asking, finds = Asking(text), release.reader.find(text)
    asks = _demands(release).asks(text, finds)
    said = iter(asking.said([(find.start, find.end) for ask in asks for find in ask.finds]))
    found = (_asked(asking, text, ask, [(find, next(said)) for find in ask.finds]) for ask in asks)
    named = dict.fromkeys(find.skill for find in finds)
    return Ad(tuple(ask for ask in found if ask is not None)[:MOST_ASKS], tuple(named))


def _asked(asking: Asking, text: str, ask: Ask, said: list[tuple[Find, Said | None]]) -> Asked | None:
    """What is said of one thing asked; None if it stands only where an ad asks nothing."""
    placed = [(find, own) for find, own in said if own is not None]
    if not placed:
        return None
    how = strongest(own for _, own in placed)
    deciding = [find for find, own in placed if own.strength is how.strength]
    best = max(deciding, key=lambda find: find.level or 0)
    level = best.level or USUAL_LEVEL[how.strength is Strength.MUST]
    shown = best if best.level else next(find for find, own in placed if own == how)
    return Asked(ask.skills, how.strength, level, best.reason, how.words, _quote(asking, text, shown))


def _quote(asking: Asking, text: str, find: Find) -> Quote:
    """The words of a find, with what its sentence says before and after them."""
    begin, stop = asking.sentence(find.start)
    before, after = text[begin : find.start], text[find.end : stop].rstrip(_MARKS)
    cut_before, cut_after = len(before) > _AROUND, len(after) > _AROUND
    before = before[-_AROUND:].partition(" ")[2] if cut_before else before
    after = after[:_AROUND].rpartition(" ")[0] if cut_after else after
    return Quote(
        "… " * cut_before + _on_one_line(before.lstrip(_MARKS) if not cut_before else before),
        _on_one_line(text[find.start : find.end]),
        _on_one_line(after) + " …" * cut_after,
    )


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def corrected(ad: Ad, corrections: Mapping[str, Correction]) -> Ad:
    """The ad as the person says that it is; what they say of something that it does not ask changes nothing."""
    return ad._replace(asks=tuple(_corrected(ask, corrections.get(ask.slug)) for ask in ad.asks))


def _corrected(ask: Asked, own: Correction | None) -> Asked:
    if own is None:
        return ask
    if own.left_out:
        return ask._replace(left_out=True)
    same_level, same_strength = own.level == ask.level, own.must == ask.must
    return ask._replace(
        strength=ask.strength if same_strength else Strength.MUST if own.must else Strength.NICE,
        level=own.level,
        said=ask.said if same_level else "",
        heading=ask.heading if same_strength else "",
        left_out=False,
        changed=ask.changed or not (same_level and same_strength),
    )


def packed(release: Released, ad: Ad) -> dict[str, Any]:
    """The ad as JSON."""
    at = {slug: skill.position for slug, skill in release.skills.items()}
    return {
        "asks": [
            {
                "skills": [at[skill] for skill in ask.skills],
                "strength": str(ask.strength),
                "level": ask.level,
                "said": ask.said,
                "heading": ask.heading,
                "quote": list(ask.quote),
                "left_out": ask.left_out,
                "changed": ask.changed,
            }
            for ask in ad.asks
        ],
        "named": [at[skill] for skill in ad.named],
    }


def unpacked(release: Released, kept: Mapping[str, Any]) -> Ad:
    """The ad that was packed, under the names of a release; what that release does not have is left away."""
    return Ad(tuple(_unpacked(release, kept["asks"])), tuple(_slugs(release, kept["named"])))


def _unpacked(release: Released, asks: Iterable[Mapping[str, Any]]) -> Iterator[Asked]:
    for ask in asks:
        skills = tuple(_slugs(release, ask["skills"]))
        if skills:
            yield Asked(
                skills,
                Strength(ask["strength"]),
                ask["level"],
                ask["said"],
                ask["heading"],
                Quote(*ask["quote"]),
                ask["left_out"],
                ask["changed"],
            )


def _slugs(release: Released, positions: Iterable[int]) -> Iterator[str]:
    return (release.by_position[position].slug for position in positions if position in release.by_position)
