"""The figures that the method page and the README show: kept by `evaluate --write`, with what they were measured on."""

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from careers.catalogue.draft import canonical_json
from careers.catalogue.released import Content

PLACE = Path(__file__).with_name("measured.json")
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- written by evaluate --write -->", "<!-- end of what evaluate writes -->"

OURS = "rolewise"
TRAINED = "logistic regression"
MEASURES = ("top1", "top3", "auc", "mrr")


class Row(msgspec.Struct, frozen=True):
    """One model on one task; fractions 0-1, `intervals` as [low, high]."""

    model: str
    top1: float | None
    top3: float | None
    auc: float | None
    mrr: float | None
    intervals: dict[str, tuple[float | None, float | None]]


class Measured(msgspec.Struct, frozen=True):
    """One task: how many rows, among how many roles, how much of their strings was understood, how each model did."""

    title: str
    n: int
    roles: int
    understood: float | None
    rows: tuple[Row, ...]


class Measurement(msgspec.Struct, frozen=True):
    on: datetime.date
    scoring_digest: str
    tasks: dict[str, Measured]


def scoring_digest(content: Content) -> str:
    """SHA-256 of what decides the ranking: names, aliases, levels, points, near relations, typicals, `min_claims`.

    Texts, hours and resources may change without a figure growing old.
    """
    part = {
        "min_claims": content.min_claims,
        "skills": [[s.slug, s.name, s.aliases, s.exact_aliases, s.near] for s in content.skills],
        "roles": [
            [role.slug, role.typical, [[r.skill, r.level, r.points_per_level, r.essential] for r in role.requirements]]
            for role in content.roles
        ],
    }
    return hashlib.sha256(canonical_json(part).encode()).hexdigest()


def read() -> Measurement | None:
    """The last measurement kept; None where there is none yet."""
    return msgspec.json.decode(PLACE.read_bytes(), type=Measurement) if PLACE.exists() else None


def write(document: Mapping[str, Any], on: datetime.date) -> None:
    """Keep the figures of a document of `report.evaluate`, rounded to what its intervals bear; and in the README."""
    kept = {
        "on": on.isoformat(),
        "scoring_digest": document["scoring_digest"],
        "tasks": {
            name: {
                "title": task["title"],
                "n": task["n"],
                "roles": len(task["roles"]),
                "understood": _rounded(task["understood"]),
                "rows": [
                    {
                        "model": row["model"],
                        **{one: _rounded(row[one]) for one in MEASURES},
                        "intervals": {one: [_rounded(end) for end in ends] for one, ends in row["intervals"].items()},
                    }
                    for row in task["rows"]
                ],
            }
            for name, task in document["tasks"].items()
        },
    }
    PLACE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    shown = f"{BEGIN}\n{markdown(msgspec.convert(kept, Measurement))}\n{END}"
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: shown, text, flags=re.DOTALL), encoding="utf-8")


def markdown(kept: Measurement) -> str:
    """The figures as the README has them: one line a model and task, the interval in brackets."""
    return "\n".join(
        [
            f"Measured on {kept.on}, scoring digest `{kept.scoring_digest}`.",
            "",
            "| task | model | top-1 | top-3 | AUC | MRR |",
            "|---|---|---|---|---|---|",
            *(
                f"| {name}, n = {task.n:,}, {task.roles} roles | {row.model} | "
                + " | ".join(_cell(getattr(row, one), row.intervals[one]) for one in MEASURES)
                + " |"
                for name, task in kept.tasks.items()
                for row in task.rows
            ),
        ]
    )


def _cell(value: float | None, ends: tuple[float | None, float | None]) -> str:
    if value is None or None in ends:
        return "-"
    return f"{value:.3f} ({ends[0]:.3f}-{ends[1]:.3f})"


def standing(scoring_digest: str) -> str:
    """Whether the figures kept speak of the catalogue that has this digest, as a sentence."""
    kept = read()
    if kept is None:
        return "No figures are kept yet for the page on the method (WRITE=1 keeps these)."
    if kept.scoring_digest != scoring_digest:
        return (
            f"The figures kept on {kept.on} were measured on other names, aliases, levels or weights (WRITE=1 renews)."
        )
    return f"The figures kept on {kept.on} were measured on exactly this catalogue."


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
