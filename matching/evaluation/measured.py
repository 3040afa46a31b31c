"""The figures that the page on the method shows: written by `evaluate --write`, with what they were measured on."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

PLACE = Path(__file__).with_name("measured.json")


class Row(msgspec.Struct, frozen=True):
    """One model on one task; fractions 0-1, `intervals` as [low, high]."""

    model: str
    top1: float | None
    top3: float | None
    auc: float | None
    mrr: float | None
    intervals: dict[str, tuple[float | None, float | None]]


class Measured(msgspec.Struct, frozen=True):
    """One task: how many rows, how much of their strings was understood, and how each model did."""

    title: str
    n: int
    roles: int
    understood: float | None
    rows: tuple[Row, ...]


class Measurement(msgspec.Struct, frozen=True):
    on: datetime.date
    scoring_digest: str
    tasks: dict[str, Measured]


def read() -> Measurement | None:
    """The last measurement kept; None where there is none yet."""
    return msgspec.json.decode(PLACE.read_bytes(), type=Measurement) if PLACE.exists() else None


def write(document: Mapping[str, Any], on: datetime.date) -> None:
    """Keep the figures of a document of `report.evaluate`, rounded to what its intervals can bear."""
    kept = {
        "on": on.isoformat(),
        "scoring_digest": document["scoring_digest"],
        "tasks": {
            name: {
                "title": task["title"],
                "n": task["n"],
                "roles": sum(role["n"] > 0 for role in task["roles"]),
                "understood": _rounded(task["understood"]),
                "rows": [
                    {
                        "model": row["model"],
                        **{one: _rounded(row[one]) for one in ("top1", "top3", "auc", "mrr")},
                        "intervals": {one: [_rounded(end) for end in ends] for one, ends in row["intervals"].items()},
                    }
                    for row in task["rows"]
                ],
            }
            for name, task in document["tasks"].items()
        },
    }
    PLACE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


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
