"""Count how many real job ads for a role ask for each of its skills, and grade the share.

Ads are read in place and never kept: only sums go into the catalogue. `demands` says which of the skills that an ad
names it asks for. The halves are the ads whose SHA-1 of the id is even (A) and odd (B); the catalogue counts
both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from careers.catalogue.demands import Demands
from careers.catalogue.draft import Draft, Requirement
from careers.reading.folders import Half, in_half, rows

MIN_ADS = 50  # a role with fewer is judged
# From this share of the ads, in per cent, a skill has this grade of importance; below the last it has 1.
GRADES = ((50, 5), (25, 4), (12, 3), (5, 2))
LISTS, TEXTS = "posting_skills.csv.gz", "postings.csv.gz"


class Ad(NamedTuple):
    """A row of one of the two files: an ad may come once as a list of skills and once as a text."""

    id: str
    role: str
    items: tuple[str, ...] = ()
    text: str = ""


class Count(NamedTuple):
    """The number of ads for a role, and how many of them ask for each skill, by its name, an alias or a kind of it."""

    of: int
    naming: Mapping[str, int]


def read_ads(folder: Path, half: Half = "both") -> Iterator[Ad]:
    """Every row of this half. Raises Unreadable."""
    for row in rows(folder, LISTS, {"id", "role", "skills"}):
        if in_half(row["id"], half):
            yield Ad(row["id"], row["role"], items=tuple(row["skills"].split("|")))
    for row in rows(folder, TEXTS, {"id", "role", "text"}):
        if in_half(row["id"], half):
            yield Ad(row["id"], row["role"], text=row["text"])


def count_ads(draft: Draft, ads: Iterable[Ad]) -> dict[str, Count]:
    """For each role of the draft that has ads, how many ask for each skill."""
    demands = Demands.of_draft(draft)
    roles = {role.slug for role in draft.roles}
    whole: dict[tuple[str, str], Ad] = {}
    for ad in ads:
        if ad.role in roles:
            was = whole.get((ad.role, ad.id), Ad(ad.id, ad.role))
            whole[ad.role, ad.id] = was._replace(items=was.items + ad.items, text=f"{was.text}\n{ad.text}".strip())
    of = Counter(role for role, _ in whole)
    naming: dict[str, Counter[str]] = defaultdict(Counter)
    for ad in whole.values():
        naming[ad.role].update(demands.of(ad.items, ad.text))
    return {role: Count(of[role], naming[role]) for role in sorted(of)}


def grade(naming: int, of: int) -> int:
    """The importance that a share of the ads stands for.

    >>> grade(50, 100), grade(49, 100), grade(12, 100), grade(5, 100), grade(4, 100)
    (5, 4, 3, 2, 1)
    """
    return next((level for share, level in GRADES if naming * 100 >= share * of), 1)


def grade_of(skill: str, count: Count | None) -> int | None:
    """The grade of a skill of a role; None if nothing was counted: too few ads, or none that asks for the skill.

    No ads at all do not count against a skill as a low share does. Ads leave out what goes without saying, and say
    some things in words that nobody can list (clear writing, sound judgement), so silence is not counted as 0: what
    `roles-source.txt` says is then the only grade, and if it says nothing either, editors judge and give a reason.
    One ad of a thousand is a fact, and grade 1.
    """
    naming = count.naming.get(skill, 0) if count and count.of >= MIN_ADS else 0
    return grade(naming, count.of) if count and naming else None


def with_counts(draft: Draft, counts: Mapping[str, Count]) -> Draft:
    """The draft with the count of each requirement; without one it is judged. Importances stay: editors sign them."""
    return msgspec.structs.replace(
        draft, requirements=tuple(_counted(asked, counts.get(asked.role)) for asked in draft.requirements)
    )


def _counted(asked: Requirement, count: Count | None) -> Requirement:
    if count is None or grade_of(asked.skill, count) is None:
        return msgspec.structs.replace(asked, counted=None, of=None)
    return msgspec.structs.replace(asked, counted=count.naming[asked.skill], of=count.of)
