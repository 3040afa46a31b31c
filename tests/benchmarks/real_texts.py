"""How the reader does on texts that nobody here wrote: real ads, labelled spans, real CVs. They are read in place.

python -m tests.benchmarks.real_texts FOLDER, for example ../shared/data; nothing of it is kept or shown.
"""

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from careers.catalogue import files
from careers.reading.folders import rows
from careers.reading.names import Names
from careers.reading.reader import Find, Reader

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = 1_000  # of the bootstrap
Tokens = tuple[int, int]  # the first, and the one after the last


class Part(NamedTuple):
    """Of `wanted` things so many are `met`; for one text."""

    met: int
    wanted: int


class Reads(Protocol):
    def find(self, text: str) -> Sequence[Find]: ...
    def names(self, text: str) -> Sequence[Find]: ...


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.real_texts", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    skills = [skill for skill in files.read(ROOT / "fixtures")[0].skills if not skill.retired]
    reader, names = Reader(skills), Names(skills)
    print(*ads(folder / "dev", reader, names), sep="\n")
    print(*spans(folder / "skill-extraction" / "skillspan_dev.json.gz", reader), sep="\n")
    print(*cvs(folder / "dev", reader), sep="\n")


def ads(folder: Path, reader: Reads, names: Names) -> Iterator[str]:
    """Of the skills that an ad lists and the catalogue knows: how many are found in its text.

    Lists have tags that no word of the text names, so recall is also told of those that a dictionary finds in the text.
    """
    texts = {row["id"]: row["text"] for row in rows(folder, "postings.csv.gz", ["id", "text"])}
    listed = {row["id"]: row["skills"].split("|") for row in rows(folder, "posting_skills.csv.gz", ["id", "skills"])}
    all_, there = [], []
    for one in sorted(texts.keys() & listed.keys()):
        known = {found for found in map(names.find, listed[one]) if found}
        found = {find.skill for find in reader.find(texts[one])}
        named = {find.skill for find in reader.names(texts[one])}
        all_.append(Part(len(known & found), len(known)))
        there.append(Part(len(known & found), len(known & named)))
    yield f"real ads, listed skills that the catalogue knows: recall {recall(all_)}"
    yield f"real ads, those of them that the text names: recall {recall(there)}"


def recall(parts: Sequence[Part]) -> str:
    """Micro recall with the middle 95 % of bootstrap samples of texts."""
    met, wanted = np.array(parts).T
    picked = np.random.default_rng(0).integers(0, len(parts), (SAMPLES, len(parts)))
    low, high = np.quantile(met[picked].sum(axis=1) / wanted[picked].sum(axis=1), [0.025, 0.975])
    return f"{met.sum() / wanted.sum():.3f} ({low:.3f}-{high:.3f}), n = {wanted.sum():,} in {len(parts):,} ads"


class Scored(NamedTuple):
    """Spans that are right of those found, and that are met of those wanted."""

    right: int = 0
    found: int = 0
    met: int = 0
    wanted: int = 0

    @property
    def said(self) -> str:
        precision, part = self.right / max(1, self.found), self.met / max(1, self.wanted)
        both = 2 * precision * part / ((precision + part) or 1)
        return f"precision {precision:.3f}, recall {part:.3f}, F1 {both:.3f}"


def spans(path: Path, reader: Reads) -> Iterator[str]:
    """Spans of knowledge in ads for technical jobs, next to a plain dictionary of our names."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        all_ = [json.loads(line) for line in file]
    of_the_trade = [row for row in all_ if row["source"] == "tech"]
    wanted = [list(_wanted(row["tags_knowledge"])) for row in of_the_trade]
    yield f"SkillSpan dev, technical: {len(of_the_trade):,} sentences, {sum(map(len, wanted)):,} spans of knowledge"
    ways: list[tuple[str, Callable[[str], Sequence[Find]]]] = [("reader", reader.find), ("dictionary", reader.names)]
    for name, find in ways:
        found = _found(of_the_trade, find)
        yield f"  {name}, strict: {_scored(found, wanted, lambda one, two: one == two).said}"
        yield f"  {name}, overlap: {_scored(found, wanted, _overlap).said}"


def _wanted(tags: Sequence[str]) -> Iterator[Tokens]:
    start = None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I":
            yield start, at
            start = None
        if tag == "B":
            start = at


def _found(sentences: Sequence[dict[str, list[str]]], find: Callable[[str], Sequence[Find]]) -> list[list[Tokens]]:
    """The finds of each sentence as tokens. The sentences of one ad are read together, a line each."""
    found: list[list[Tokens]] = [[] for _ in sentences]
    for ad in sorted({row["idx"] for row in sentences}, key=str):
        places, text = [], ""
        for at, row in enumerate(sentences):
            if row["idx"] != ad:
                continue
            for number, token in enumerate(row["tokens"]):
                places.append((len(text), len(text) + len(token), at, number))
                text += f"{token} "
            text += "\n"
        for one in find(text):
            inside = [(at, number) for start, end, at, number in places if start < one.end and one.start < end]
            found[inside[0][0]].append((inside[0][1], inside[-1][1] + 1))
    return found


def _scored(
    found: Sequence[Sequence[Tokens]], wanted: Sequence[Sequence[Tokens]], same: Callable[[Tokens, Tokens], bool]
) -> Scored:
    pairs = list(zip(found, wanted, strict=True))
    return Scored(
        sum(any(same(one, two) for two in gold) for ours, gold in pairs for one in ours),
        sum(len(ours) for ours, _ in pairs),
        sum(any(same(one, two) for two in ours) for ours, gold in pairs for one in gold),
        sum(len(gold) for _, gold in pairs),
    )


def _overlap(one: Tokens, two: Tokens) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def cvs(folder: Path, reader: Reads) -> Iterator[str]:
    """Each CV is read; how long that takes here, and how much is found."""
    texts = [row["text"] for row in rows(folder, "cvs.csv.gz", ["text"])]
    seconds, found = [], []
    for text in texts:
        begin = time.process_time()
        finds = reader.find(text)
        seconds.append(time.process_time() - begin)
        found.append(len({find.skill for find in finds}))
    length = statistics.median(map(len, texts))
    yield f"CVs: {len(texts)} read, {length:,.0f} characters (median); {_middle(found, '')} skills each"
    yield f"  time: {_middle([1_000 * one for one in seconds], ' ms')}"


def _middle(values: Iterable[float], unit: str) -> str:
    ordered = sorted(values)
    return f"{statistics.median(ordered):.3g}{unit} (median), {ordered[0]:.3g} to {ordered[-1]:.3g}{unit}"


if __name__ == "__main__":
    main()
