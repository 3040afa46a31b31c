"""What the profile builder shows, as plain values: release and claims, free of HTTP."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from careers.catalogue.content import Skill, StartingLevel, StartingPoint
from careers.catalogue.released import Match, Released
from careers.profile.claims import Started
from careers.words import LEVEL_WORDS, fold

SUGGESTIONS = 8
MOST_ITEMS = 50  # of a pasted list


def level_choices(skill: Skill) -> list[dict[str, Any]]:
    """Levels 0 to 5 with their words and sentences."""
    return [{"level": n, "word": LEVEL_WORDS[n], "meaning": skill.meaning(n)} for n in range(6)]


def _named(skill: Skill) -> dict[str, Any]:
    return {"skill_slug": skill.slug, "skill_name": skill.name}


class OwnClaim(NamedTuple):
    """A claim with the name of its skill, which the release may not have any more."""

    position: int
    slug: str
    name: str
    level: int


def builder_page(release: Released, claims: Sequence[OwnClaim], words: Sequence[str], query: str) -> dict[str, Any]:
    """The builder: what the person holds, and what their query suggests."""
    held = {claim.position: claim.level for claim in claims}
    items = release.items(query)[:MOST_ITEMS]
    found = _named_in(release, items) if len(items) > 1 else release.suggest("".join(items), limit=SUGGESTIONS)
    return {
        "claims": [
            _claim(release.by_position[claim.position], claim.level)
            for claim in sorted(claims, key=lambda claim: claim.name.casefold())
            if claim.position in release.by_position
        ],
        # What the catalogue no longer has stays the person's own; it is shown and not scored.
        "unscored": [
            {"skill_slug": claim.slug, "skill_name": claim.name, "level_word": LEVEL_WORDS[claim.level]}
            for claim in claims
            if claim.position not in release.by_position
        ],
        "words": [_word(release, word) for word in sorted(words, key=str.casefold)],
        "query": query,
        "suggestions": suggestions(release, held, found),
        "listed": len(items),
        "unknown": [_unknown(release, words, item) for item in items if not release.find(item)],
        "level_words": LEVEL_WORDS,
    }


def _word(release: Released, word: str) -> dict[str, Any]:
    """A word of the person's own; where the catalogue has come to know it, the skill."""
    known = release.find(word)
    return {"text": word, "known": known.name if known else ""}


def _named_in(release: Released, items: Iterable[str]) -> list[Match]:
    """The skills that the items of a list name, each once, in the order of the list."""
    first: dict[str, Match] = {}
    for item in items:
        skill = release.find(item)
        if skill:
            first.setdefault(skill.slug, Match(skill, "" if fold(item) == fold(skill.name) else item))
    return list(first.values())


def _unknown(release: Released, words: Iterable[str], item: str) -> dict[str, Any]:
    """What to do about an item that names no skill: keep it, or look for the name that it may have been meant to be."""
    meant = release.closest(item)
    return {"text": item, "kept": fold(item) in map(fold, words), "meant": meant.name if meant else ""}


def _claim(skill: Skill, level: int) -> dict[str, Any]:
    return {
        **_named(skill),
        "kind": skill.kind,
        "level": level,
        "level_word": LEVEL_WORDS[level],
        "meaning": skill.meaning(level),
        "levels": level_choices(skill),
    }


def suggestions(release: Released, held: Mapping[int, int], found: Iterable[Match]) -> list[dict[str, Any]]:
    return [
        {
            **_named(match.skill),
            "kind": match.skill.kind,
            "summary": match.skill.summary,
            "matched": match.matched,
            "levels": level_choices(match.skill),
            "claimed_level": held.get(match.skill.position),
        }
        for match in found
    ]


def start_groups(release: Released, query: str) -> list[dict[str, Any]]:
    """The jobs to start from, in their groups; with a query, those with every word of it in a name.

    If no name holds them, those whose summary does.
    """
    words = fold(query).split()
    by_name = any(_names_with(words, start) for start in release.starts.values())

    def found(start: StartingPoint) -> bool:
        return bool(_names_with(words, start)) if by_name else _holds(words, start.summary)

    groups = [
        {"title": group.title, "starts": [_start_card(words, start) for start in starts if found(start)]}
        for group, starts in release.starts_by_group
    ]
    return [group for group in groups if group["starts"]]


def _holds(words: Sequence[str], text: str) -> bool:
    return all(word in fold(text) for word in words)


def _names_with(words: Sequence[str], start: StartingPoint) -> list[str]:
    """The names of a job that hold every word, its title first."""
    return [name for name in (start.title, *start.other_names) if _holds(words, name)]


def _start_card(words: Sequence[str], start: StartingPoint) -> dict[str, Any]:
    """A job in short; `known_as` is the name that a query found, if it is not the title."""
    name = next(iter(_names_with(words, start)), start.title)
    return {
        "slug": start.slug,
        "title": start.title,
        "summary": start.summary,
        "known_as": name if name != start.title else "",
    }


def start_page(
    release: Released,
    start: StartingPoint,
    held: Mapping[int, int],
    *,
    ticked: Collection[str] | None = None,
    chosen: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """What a job proposes, highest level first. `ticked` and `chosen` are what was sent already, where it was.

    At first every skill is ticked but those the person has spoken about: what they said outweighs what is typical.
    """
    rows = [
        _proposal(release.skills[own.skill], own, held.get(release.skills[own.skill].position), chosen or {})
        for own in sorted(start.levels, key=lambda own: (-own.level, release.skills[own.skill].name.casefold()))
    ]
    for row in rows:
        row["ticked"] = row["held"] is None if ticked is None else row["skill_slug"] in ticked
    return {
        "slug": start.slug,
        "title": start.title,
        "summary": start.summary,
        "fresh": [row for row in rows if row["held"] is None],
        "listed": [row for row in rows if row["held"] is not None],
    }


def _proposal(skill: Skill, own: StartingLevel, held: int | None, chosen: Mapping[str, int]) -> dict[str, Any]:
    return {
        **_named(skill),
        "typical": own.level,
        "typical_word": LEVEL_WORDS[own.level],
        "held": held,
        "held_word": "" if held is None else LEVEL_WORDS[held],
        "enough": held is not None and held >= own.level,
        "chosen": chosen.get(skill.slug, own.level),
        "levels": level_choices(skill),
    }


def started(release: Released, start: StartingPoint, levels: Mapping[str, int], done: Started) -> dict[str, Any]:
    """What a starting point added to the profile, in the order of names, and what was held already."""
    written = {release.by_position[one.position].slug for one in done.replaced}
    names = sorted(((release.skills[slug].name, slug) for slug in levels), key=lambda named: named[0].casefold())
    return {
        "title": start.title,
        "added": [f"{name} {levels[slug]}" for name, slug in names if slug in written],
        "kept": [name for name, slug in names if slug not in written],
        "version": done.version,
    }
