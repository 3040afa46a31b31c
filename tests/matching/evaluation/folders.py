"""A made-up catalogue with the roles that the tasks rank, made-up folders to measure it on, and the command on them."""

import csv
import gzip
import hashlib
import json
import random
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from matching.evaluation.tasks import LISTS, PEOPLE, TEXTS
from tests import drafts

ROLES = sorted({*LISTS.roles, *PEOPLE.roles, *TEXTS.roles})
WORDS = (
    *("Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golfing"),
    *("Hotel", "Indigo", "Juliett", "Kilogram", "Limestone", "Mikado"),
)
SKILL = dict(zip(ROLES, WORDS, strict=True))  # the name of the skill that tells each role from the others

# The last of each says where a row comes from; rows that leave it out are of no source.
PEOPLE_COLUMNS = ("id", "role", "skills", "gender", "country", "years_experience", "year")
LISTS_COLUMNS = ("id", "role", "skills", "source")
TEXTS_COLUMNS = ("id", "role", "title", "text", "source")

Row = Sequence[str]


def raw_catalogue() -> dict[str, Any]:
    """Each role asks its own skill at 4, the next role's at 2 and Teamwork at 2; usual fits differ."""
    raw = drafts.small()
    slugs = {role: SKILL[role].casefold() for role in ROLES}
    following = dict(zip(ROLES, [*ROLES[1:], ROLES[0]], strict=True))
    raw["skills"] = [
        drafts.skill(slugs[role], SKILL[role], "tool", at, aliases=[f"{SKILL[role]} suite"])
        for at, role in enumerate(ROLES)
    ]
    raw["skills"].append(drafts.skill("teamwork", "Teamwork", "practice", len(ROLES)))
    raw["near"] = [{"skill": "alfa", "counts_as": "charlie", "distance": 1}]
    raw["prerequisites"], raw["resources"], raw["starts"] = [], [], []
    raw["roles"] = [
        drafts.role(role, role.replace("-", " ").title(), foundation=not at, usual=f"{at % 4 * 3}.00")
        for at, role in enumerate(ROLES)
    ]
    raw["requirements"] = [
        asked
        for role in ROLES
        for asked in (
            drafts.asks(role, slugs[role], 4, 5, essential=True),
            drafts.asks(role, slugs[following[role]], 2, 1),
            drafts.asks(role, "teamwork", 2, 3),
        )
    ]
    return raw


def is_even(identity: str) -> bool:
    """Half A, said in another way than the code says it."""
    return int(hashlib.sha1(identity.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def ids(prefix: str, *, even: bool | None = None) -> Iterator[str]:
    names = (f"{prefix}-{number}" for number in range(100_000))
    return (name for name in names if even is None or is_even(name) == even)


def write_file(folder: Path, name: str, columns: Row, rows: Iterable[Row]) -> None:
    with gzip.open(folder / name, "wt", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def write(folder: Path, *, lists: Iterable[Row] = (), people: Iterable[Row] = (), texts: Iterable[Row] = ()) -> Path:
    """A folder with the three files, header and rows; without rows, the header alone."""
    folder.mkdir(exist_ok=True)
    write_file(folder, "posting_skills.csv.gz", LISTS_COLUMNS, lists)
    write_file(folder, "people.csv.gz", PEOPLE_COLUMNS, people)
    write_file(folder, "postings.csv.gz", TEXTS_COLUMNS, texts)
    return folder


def listed(number: int, told: Mapping[str, float], seed: int = 0) -> list[Row]:
    """Ads for all roles in turn; each names its role's skill with chance told["own"], others with told["other"]."""
    draw = random.Random(seed)
    return [
        (name, role, "|".join(_strings(role, told, draw)))
        for name, role in zip(ids("ad"), LISTS.roles * number, strict=False)
    ]


def person_rows(number: int, seed: int = 0, years: Sequence[str] = ("",)) -> list[Row]:
    """People of all roles in turn, and of each role from the years in turn."""
    draw = random.Random(seed)
    told = {"own": 0.7, "other": 0.2}
    return [
        (
            name,
            role,
            "|".join([*_strings(role, told, draw), "Juggling", "Walking"]),
            draw.choice(["Woman", "Man"]),
            draw.choice(["Here", "There"]),
            draw.choice(["1-2 years", "20+ years"]),
            years[at // len(PEOPLE.roles) % len(years)],
        )
        for at, (name, role) in enumerate(zip(ids("person"), PEOPLE.roles * number, strict=False))
    ]


def text_rows(number: int, seed: int = 0, sources: Sequence[str] = ("",)) -> list[Row]:
    """Ads for all roles in turn, and for each role from the sources in turn."""
    draw = random.Random(seed)
    told = {"own": 0.8, "other": 0.1}
    return [
        (
            name,
            role,
            "Senior Wizard",
            f"You know {', '.join(_strings(role, told, draw))}, and laugh.",
            sources[at // len(TEXTS.roles) % len(sources)],
        )
        for at, (name, role) in enumerate(zip(ids("text"), TEXTS.roles * number, strict=False))
    ]


def _strings(role: str, told: Mapping[str, float], draw: random.Random) -> list[str]:
    named = [SKILL[one] for one in ROLES if draw.random() < (told["own"] if one == role else told["other"])]
    return [*named, "Teamwork"]


def run(folder: Path, catalogue: Path, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("evaluate", folder, catalogue=catalogue, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def document(folder: Path, catalogue: Path, **options: Any) -> dict[str, Any]:
    return typing.cast(dict[str, Any], json.loads(run(folder, catalogue, json=True, **options)[0]))


def row(task: Mapping[str, Any], model: str) -> dict[str, Any]:
    [found] = [one for one in task["rows"] if one["model"] == model]
    return typing.cast(dict[str, Any], found)
