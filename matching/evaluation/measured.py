"""The figures that the method page and the README show: kept by `evaluate --write`, with what they were measured on."""

import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from careers.catalogue.content import Content
from careers.catalogue.draft import canonical_json

PLACE = Path(__file__).with_name("measured.json")
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- written by evaluate --write -->", "<!-- end of what evaluate writes -->"

OURS = "rolewise"
TRAINED = "logistic regression"
MEASURES = ("top1", "top3", "auc", "mrr")

Interval = tuple[float | None, float | None]


class WellFilled(msgspec.Struct, frozen=True):
    """The same figures over only the roles with n >= 30."""

    roles: int
    n: int
    top1: float | None
    top3: float | None
    auc: float | None
    mrr: float | None


class Row(msgspec.Struct, frozen=True):
    """One model on one task, or on the mean of the unseen sources; fractions 0-1, `intervals` as [low, high]."""

    model: str
    top1: float | None
    top3: float | None
    auc: float | None
    mrr: float | None
    intervals: dict[str, Interval]
    n30: WellFilled | None = None


class Cuts(msgspec.Struct, frozen=True):
    """Of `n` people or ads cut down to three skills, the share whose first role has under half of their best fit."""

    n: int
    share: float | None


class Measured(msgspec.Struct, frozen=True):
    """One task: how many rows, among how many roles, how much of their strings was understood, how each model did."""

    n: int
    roles: int
    understood: float | None
    cuts: Cuts
    rows: tuple[Row, ...]
    ahead_of_trained: dict[str, Interval] | None = None


class Source(msgspec.Struct, frozen=True):
    """One source that was left out. Its name is only in the folder."""

    task: str
    n: int
    roles: int


class Mean(msgspec.Struct, frozen=True):
    ads: tuple[Row, ...]
    all: tuple[Row, ...]


class Ahead(msgspec.Struct, frozen=True):
    ads: dict[str, Interval] | None
    all: dict[str, Interval] | None


class Unseen(msgspec.Struct, frozen=True):
    """The sources left out in turn, and the mean over those of ads and over all."""

    sources: tuple[Source, ...]
    mean: Mean
    ahead_of_trained: Ahead

    @property
    def of_ads(self) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source.task != "people")


class Measurement(msgspec.Struct, frozen=True):
    on: datetime.date
    scoring_digest: str
    unseen: Unseen
    tasks: dict[str, Measured]


def scoring_digest(content: Content) -> str:
    """SHA-256 of what decides the ranking: names, aliases, levels, shares, near and implied skills, usual fits.

    Texts, hours, resources, and what a share was made from, may change without making a figure out of date.
    """
    part = {
        "skills": [
            [
                *(skill.slug, skill.former_slugs, skill.name, skill.aliases),
                *(skill.exact_aliases, skill.preferred_aliases, skill.near),
                [need for need in skill.prerequisites if need.implied],
            ]
            for skill in content.skills
        ],
        "roles": [
            [role.slug, role.usual, [[one.skill, one.level, one.share, one.essential] for one in role.requirements]]
            for role in content.roles
        ],
    }
    return hashlib.sha256(canonical_json(part).encode()).hexdigest()


def read() -> Measurement | None:
    """The last measurement kept; None if there is none yet."""
    return msgspec.json.decode(PLACE.read_bytes(), type=Measurement) if PLACE.exists() else None


def write(document: Mapping[str, Any], on: datetime.date) -> None:
    """Keep the figures of a document from `report.evaluate`, rounded as its intervals allow, here and in the README."""
    kept = msgspec.convert(_shown({**document, "on": on}), Measurement)
    PLACE.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")
    shown = f"{BEGIN}\n{markdown(kept)}\n{END}"
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: shown, text, flags=re.DOTALL), encoding="utf-8")


def _shown(value: Any) -> Any:
    """The document with its figures rounded, and only the models that are shown."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, Mapping):
        return {name: _shown(below) for name, below in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [
            _shown(one) for one in value if not isinstance(one, Mapping) or one.get("model", OURS) in (OURS, TRAINED)
        ]
    return value


def markdown(kept: Measurement) -> str:
    """The figures as the README shows them: the unseen sources first, a line for each model, intervals in brackets."""
    lines = [
        f"Measured on {kept.on}, scoring digest `{kept.scoring_digest}`.",
        "",
        "| measured on | model | top-1 | top-3 | AUC | roles with n >= 30 |",
        "|---|---|---|---|---|---|",
    ]
    for kind, sources in (("ads", kept.unseen.of_ads), ("ads and people", kept.unseen.sources)):
        own = "ads" if kind == "ads" else "all"
        named = f"unseen, {len(sources)} sources of {kind}, n = {sum(one.n for one in sources):,}"
        lines += _lines(named, getattr(kept.unseen.mean, own), getattr(kept.unseen.ahead_of_trained, own))
    for name, task in kept.tasks.items():
        lines += _lines(f"{name}, n = {task.n:,}, {task.roles} roles", task.rows, task.ahead_of_trained)
    return "\n".join([*lines, "", _cuts(kept)])


def _lines(measured_on: str, rows: Sequence[Row], ahead: Mapping[str, Interval] | None) -> Iterator[str]:
    for row in rows:
        cells = (_cell(getattr(row, one), row.intervals[one]) for one in ("top1", "top3", "auc"))
        yield f"| {measured_on} | {row.model} | {' | '.join(cells)} | {_many(row.n30)} |"
    if ahead:
        cells = (_ends("{:+.3f} to {:+.3f}", ahead[one]) for one in ("top1", "top3", "auc"))
        yield f"| | ours less the model | {' | '.join(cells)} | |"


def _cuts(kept: Measurement) -> str:
    told = [
        f"{100 * task.cuts.share:.1f} % of {task.cuts.n:,} ({name})"
        for name, task in kept.tasks.items()
        if task.cuts.share is not None
    ]
    return f"Cut down to three skills, the first role has under half of the best fit in {', '.join(told) or 'none'}."


def _many(row: WellFilled | None) -> str:
    if row is None:
        return ""
    return f"{row.roles}: " + " / ".join("-" if one is None else f"{one:.3f}" for one in (row.top1, row.top3, row.auc))


def _cell(value: float | None, ends: Interval) -> str:
    return "-" if value is None else f"{value:.3f} ({_ends('{:.3f}-{:.3f}', ends)})"


def _ends(form: str, ends: Interval) -> str:
    return "-" if None in ends else form.format(*ends)


def standing(scoring_digest: str) -> str:
    """Say in a sentence whether the figures kept were measured on the catalogue that has this digest."""
    kept = read()
    if kept is None:
        return "No figures are kept yet for the method page (WRITE=1 keeps these)."
    if kept.scoring_digest != scoring_digest:
        return (
            f"The figures kept on {kept.on} were measured on other names, levels, shares or usual fits "
            "(WRITE=1 keeps these)."
        )
    return f"The figures kept on {kept.on} were measured on exactly this catalogue."
