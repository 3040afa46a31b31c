"""The draft in files: one concept a file, sorted, easy to read in a diff."""

import json
from pathlib import Path
from typing import Any

import msgspec

from careers.catalogue import draft as shapes
from careers.catalogue.draft import Draft, in_order
from careers.catalogue.findings import Finding
from careers.catalogue.shaping import RECORDS, decode, entry_name


def read(folder: Path) -> tuple[Draft, list[Finding]]:
    """Return the draft in `folder`, and what is wrong with its files; faulty entries are named and left out."""
    findings: list[Finding] = []
    lists: dict[str, tuple[Any, ...]] = {}
    for name, shape in RECORDS.items():
        lists[name] = tuple(_records(folder / f"{name}.json", shape, findings))
    return Draft(**lists), findings


def write(draft: Draft, folder: Path) -> None:
    """Write `draft` as files; the same draft gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = in_order(draft)
    for name in RECORDS:
        _write(folder / f"{name}.json", getattr(ordered, name))


def _write(path: Path, value: Any) -> None:
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2)
    whole = path.with_suffix(".new")
    whole.write_text(text + "\n", encoding="utf-8")
    whole.replace(path)  # an interruption never leaves half a file


def _records(path: Path, shape: type[shapes.Record], findings: list[Finding]) -> list[shapes.Record]:
    raw = _json(path, findings, [])
    if not isinstance(raw, list):
        findings.append(Finding(path.name, "", "the file must contain a list of entries"))
        return []
    decoded = [decode(entry, shape, path.name, entry_name(entry, number), findings) for number, entry in enumerate(raw)]
    return [record for record in decoded if record is not None]


def _json(path: Path, findings: list[Finding], empty: Any) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        findings.append(Finding(path.name, "", "the file is missing"))
    except (ValueError, RecursionError) as error:
        findings.append(Finding(path.name, "", f"the file is not JSON in UTF-8: {error}"))
    return empty
