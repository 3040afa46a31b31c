"""The changes between two contents of the catalogue, entry by entry, for an editor to read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

# The lists inside an entry whose own entries have a name.
KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "role": {"requirements": ("skill",), "differences": ("role",), "projects": ("slug",)},
    "skill": {"levels": ("level",), "near": ("skill",), "prerequisites": ("level", "skill"), "resources": ("url",)},
    "start": {"levels": ("skill",)},
    "group": {},
    "start group": {},
    "signpost": {},
}


LISTS = (
    ("groups", "group"),
    ("roles", "role"),
    ("skills", "skill"),
    ("start_groups", "start group"),
    ("starts", "start"),
    ("signposts", "signpost"),
)


class Change(NamedTuple):
    """One difference: its place and its values. `before` or `after` is None if an entry came or went."""

    entry: str
    field: str
    before: Any
    after: Any

    @property
    def summary(self) -> str:
        if self.before is None:
            return f"{self.field} added: {_text(self.after)}"
        if self.after is None:
            return f"{self.field} removed (was {_text(self.before)})"
        return f"{self.field}: {_text(self.before)} → {_text(self.after)}"

    def __str__(self) -> str:
        return f"{self.entry}: {self.summary}"


def compare(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Change]:
    """Every difference from `old` to `new`; from nothing, each entry of the lists is one addition."""
    before = msgspec.to_builtins(old or {"measure": new["measure"]})
    after = msgspec.to_builtins(new)
    changes = list(_fields("catalogue", {"measure": before["measure"]}, {"measure": after["measure"]}, {}))
    for plural, singular in LISTS:
        mine, theirs = (_by(content.get(plural, []), ("slug",)) for content in (before, after))
        changes += _entries(singular, mine, theirs)
    return changes


def _entries(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for slug in sorted(old.keys() | new.keys()):
        if slug not in old:
            yield Change(f"{what} {slug}", what, None, slug)
        elif slug not in new:
            yield Change(f"{what} {slug}", what, slug, None)
        else:
            yield from _fields(f"{what} {slug}", old[slug], new[slug], KEYS[what])


def _fields(
    entry: str, old: Mapping[str, Any], new: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]]
) -> Iterator[Change]:
    for field in sorted(old.keys() | new.keys()):
        if old.get(field) == new.get(field):
            continue
        if field in keys:
            mine, theirs = (_by(old.get(field, []), keys[field]), _by(new.get(field, []), keys[field]))
            for key in sorted(mine.keys() | theirs.keys()):
                if key not in mine or key not in theirs:
                    yield Change(f"{entry}, {field} {key}", field, mine.get(key), theirs.get(key))
                else:
                    yield from _fields(f"{entry}, {field} {key}", mine[key], theirs[key], {})
        else:
            yield Change(entry, field, old.get(field), new.get(field))


def _by(records: Sequence[Mapping[str, Any]], keys: tuple[str, ...]) -> dict[str, Mapping[str, Any]]:
    return {" ".join(str(record[key]) for key in keys): record for record in records}


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {own}" for key, own in value.items() if own not in (None, "", [], {}))
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value) or "nothing"
    return str(value) if value != "" else "nothing"
