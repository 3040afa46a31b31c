"""Counting: how many real job ads for a role name each skill that it asks, and the grade that stands for it.

Ads are read where they lie and never kept: what goes into the catalogue are sums. Methods are chosen on half A, the
ads whose SHA-1 of the id is even, and judged on half B; the catalogue then counts both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from careers.catalogue.draft import Draft, Requirement
from careers.catalogue.findings import kinds_of
from careers.documents.folders import Half, in_half, rows
from careers.documents.reader import Reader

MIN_ADS = 50  # a role with fewer is judged
MIN_SHARE = 5  # per cent; what fewer ads name is judged too: ads leave out what goes without saying
# From this share of the ads, in per cent, the importance of a requirement starts here.
GRADES = ((50, 5), (25, 4), (12, 3), (MIN_SHARE, 2))
# The files, the column that is read, and what parts its items.
FILES = (("posting_skills.csv.gz", "skills", "|"), ("postings.csv.gz", "text", None))


class Count(NamedTuple):
    """Of how many ads for a role, and how many of them name each skill, a kind of it or one of its aliases."""

    of: int
    naming: Mapping[str, int]


def read_ads(folder: Path, half: Half = "both") -> Iterator[tuple[str, str, list[str]]]:
    """(id, role, texts) of every row of this half; an ad may come once with its skills and once with its text.

    Raises Unreadable.
    """
    for name, column, parted in FILES:
        for row in rows(folder, name, {"id", "role", column}):
            if in_half(row["id"], half):
                yield row["id"], row["role"], row[column].split(parted) if parted else [row[column]]


def count_ads(draft: Draft, ads: Iterable[tuple[str, str, list[str]]]) -> dict[str, Count]:
    """For each role of the draft that has ads, how many name each skill."""
    reader = Reader(skill for skill in draft.skills if not skill.retired)
    broader = kinds_of(draft)
    roles = {role.slug for role in draft.roles}
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for ad, role, texts in ads:
        if role in roles:
            for text in texts:
                named[role, ad] |= reader.skills(text)
            named[role, ad] |= {one for skill in named[role, ad] for one in broader.get(skill, ())}
    of = Counter(role for role, _ in named)
    naming: dict[str, Counter[str]] = defaultdict(Counter)
    for (role, _), skills in named.items():
        naming[role].update(skills)
    return {role: Count(of[role], naming[role]) for role in sorted(of)}


def grade(naming: int, of: int) -> int | None:
    """The importance that a share of the ads stands for, before it is weighed; None where too few name it.

    >>> grade(50, 100), grade(49, 100), grade(5, 100), grade(4, 100)
    (5, 4, 2, None)
    """
    return next((level for share, level in GRADES if naming * 100 >= share * of), None)


def grade_of(skill: str, count: Count | None) -> int | None:
    """The same for a skill of a role whose ads were counted; None where there were too few ads as well."""
    return grade(count.naming.get(skill, 0), count.of) if count and count.of >= MIN_ADS else None


def with_counts(draft: Draft, counts: Mapping[str, Count]) -> Draft:
    """The draft with the basis of each requirement as counted; where ads say too little, editors judge.

    Importances stay: `matching.evaluation.weighing` works them out.
    """
    return msgspec.structs.replace(
        draft, requirements=tuple(_counted(asked, counts.get(asked.role)) for asked in draft.requirements)
    )


def _counted(asked: Requirement, count: Count | None) -> Requirement:
    if count is None or grade_of(asked.skill, count) is None:
        return msgspec.structs.replace(asked, basis="judged", counted=None, of=None)
    return msgspec.structs.replace(asked, basis="counted", counted=count.naming[asked.skill], of=count.of)
