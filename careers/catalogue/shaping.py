"""The shape of each record, whether it comes from a file or from a table: a row that a shell wrote is no exception."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from careers.catalogue import draft as shapes
from careers.catalogue.draft import Draft
from careers.catalogue.findings import Finding

RECORDS: dict[str, type[shapes.Record]] = {
    "kinds": shapes.Kind,
    "skills": shapes.Skill,
    "near": shapes.Near,
    "prerequisites": shapes.Prerequisite,
    "groups": shapes.Group,
    "roles": shapes.Role,
    "requirements": shapes.Requirement,
    "projects": shapes.Project,
    "resources": shapes.Resource,
    "start_groups": shapes.StartGroup,
    "starts": shapes.StartingPoint,
    "signposts": shapes.Signpost,
}


# The end of msgspec's message, and what an editor reads in its place.
_IN_WORDS = {" - at `$.url`": "its link has to begin with https:// or http:// and name a host; correct it"}


def misshapen(draft: Draft) -> Iterator[Finding]:
    """Check every record of a draft by its shape, as those of the files are checked while they are read."""
    for name, shape in RECORDS.items():
        for number, record in enumerate(getattr(draft, name)):
            raw = msgspec.to_builtins(record)
            found: list[Finding] = []
            decode(raw, shape, name, entry_name(raw, number), found)
            yield from found


def decode(raw: Any, shape: type, file: str, entry: str, findings: list[Finding]) -> Any:
    """The record of its builtins; None, and a finding, if it does not have the shape."""
    try:
        record: Any = msgspec.convert(raw, shape)
        json.dumps(raw, ensure_ascii=False).encode()  # a lone surrogate is not text
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        said = [words for end, words in _IN_WORDS.items() if str(error).endswith(end)]
        findings.append(Finding(file, entry, said[0] if said else str(error)))
        return None
    if "\x00" in str(raw) or "\\u0000" in json.dumps(raw):
        findings.append(Finding(file, entry, "contains a NUL character"))
        return None
    return record


def entry_name(entry: Any, number: int) -> str:
    """The name of an entry in a message: its natural key if it has one, else its place."""
    if isinstance(entry, dict):
        keys = [
            str(entry[key])[:80]
            for key in ("slug", "kind", "role", "skill", "counts_as", "needs", "url")
            if key in entry
        ]
        if "title" in entry and "url" in entry:
            return str(entry["url"])[:120]
        if "slug" in entry:
            return keys[0]
        if keys:
            return " / ".join(keys)
    return f"entry {number + 1}"
