"""How fast a CV is read: ours with its context rules, and finding names alone, against flashtext and spaCy's matcher.

    python tests/benchmarks/reading.py [--rounds 9]

The text is 5 kB of our own labelled CVs. Peers get the names that ours has; they find names and judge nothing, so ours
is measured twice: what a page waits for (`find`), and the same work that the peers do (`names`). Every text is new to
spaCy (cold): it keeps the words that it has seen.
"""

import argparse
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

LENGTH = 5_000
TEXTS = 20
MANY, VAST = 20_000, 100_000  # names
BARS = {
    "names alone, of flashtext": 1.0,
    "names alone, of spaCy, cold": 0.2,
    "reading, of flashtext": 1.0,
    "reading, of spaCy, cold": 0.2,
    "reading with 20,000 names, of the catalogue's": 1.1,
    "memory, of flashtext": 1 / 8,
}


class Made(NamedTuple):
    """A skill that is made up."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    exact_aliases: tuple[str, ...] = ()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    from careers.catalogue import files

    skills = [skill for skill in files.read(ROOT / "fixtures")[0].skills if not skill.retired]
    return _tell([_round(skills, number) for number in range(rounds)], _memory(skills))


def _round(skills: Sequence[Any], number: int) -> Mapping[str, float]:
    """Seconds a text of each way, each text read once; the texts of each round are new."""
    from careers.reading.reader import Reader

    ours, more = Reader(skills), Reader([*skills, *made(MANY)])
    texts = list(_texts(number))
    ways: dict[str, Callable[[str], object]] = {
        "reading": ours.find,
        "names alone": ours.names,
        "reading, 20,000 names": more.find,
        "flashtext": _flashtext(skills),
        "spaCy, cold": _spacy(skills),
    }
    ours.find(texts[0]), more.find(texts[0])
    took = {}
    for name, way in ways.items():
        began = time.perf_counter()
        for text in texts:
            way(text)
        took[name] = (time.perf_counter() - began) / len(texts)
    return took


def _texts(number: int) -> Iterator[str]:
    """Texts of 5 kB that begin at different places of our CVs, with a word that no other has."""
    from tests.careers.reading import labelled

    slugs = {part.split(" ")[0] for path in labelled.TEXTS.glob("*.txt") for part in _slugs(path.read_text("utf-8"))}
    whole = "\n\n".join(one.text for one in labelled.read(labelled.TEXTS, slugs) if one.kind == "cv")
    for place in range(TEXTS):
        begin = (number * TEXTS + place) * 911 % (len(whole) - LENGTH)
        text = whole[begin : begin + LENGTH]
        yield "\n".join(f"{line} {_new(number, place, at)}" for at, line in enumerate(text.split("\n")))[:LENGTH]


def _new(*numbers: int) -> str:
    """A word that nobody wrote, another one for other numbers."""
    return "".join(f"zq{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}" for number in numbers)


def _slugs(raw: str) -> Iterator[str]:
    for mark in raw.split("|")[1:]:
        yield mark.partition("}}")[0]


def made(count: int) -> list[Made]:
    """Skills with so many names in all, of two or three words each that nobody uses: ten names a skill."""
    dice = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(dice.choices(letters, k=dice.randint(4, 10))) for _ in range(count // 5)]
    names = [" ".join(dice.choices(words, k=dice.randint(2, 3))) for _ in range(count)]
    return [Made(f"made-{at}", f"made up {at}", tuple(names[at : at + 10])) for at in range(0, count, 10)]


def _terms(skills: Sequence[Any]) -> list[tuple[str, str]]:
    return [
        (term, skill.slug)
        for skill in skills
        for term in (skill.name, *skill.aliases, *skill.exact_aliases)
        if term.strip()
    ]


def _flashtext(skills: Sequence[Any]) -> Callable[[str], object]:
    from flashtext import KeywordProcessor

    keywords = KeywordProcessor()
    for term, slug in _terms(skills):
        keywords.add_keyword(term, slug)
    return lambda text: keywords.extract_keywords(text, span_info=True)


def _spacy(skills: Sequence[Any]) -> Callable[[str], object]:
    import spacy
    from spacy.matcher import PhraseMatcher

    pipeline = spacy.blank("en")
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    for term, slug in _terms(skills):
        matcher.add(slug, [pipeline.make_doc(term)])
    return lambda text: matcher(pipeline.make_doc(text))


def _memory(skills: Sequence[Any]) -> Mapping[str, int]:
    """The bytes that each keeps with 100,000 names."""
    from careers.reading.reader import Reader

    vast = made(VAST)
    return {"ours": _kept(lambda: Reader(vast)), "flashtext": _kept(lambda: _flashtext(vast))}


def _kept(make: Callable[[], object]) -> int:
    tracemalloc.start()
    kept = make()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size


def _tell(rounds: Sequence[Mapping[str, float]], memory: Mapping[str, int]) -> int:
    print(f"{len(rounds)} interleaved rounds of {TEXTS} texts, {LENGTH:,} characters each\n")
    for name in rounds[0]:
        print(f"{name:28}{1e3 * statistics.median(one[name] for one in rounds):9.2f} ms")
    for name, size in memory.items():
        print(f"{f'{VAST:,} names, {name}':28}{size / 1e6:9.1f} MB")
    got = {
        "names alone, of flashtext": _median(rounds, "names alone", "flashtext"),
        "names alone, of spaCy, cold": _median(rounds, "names alone", "spaCy, cold"),
        "reading, of flashtext": _median(rounds, "reading", "flashtext"),
        "reading, of spaCy, cold": _median(rounds, "reading", "spaCy, cold"),
        "reading with 20,000 names, of the catalogue's": _median(rounds, "reading, 20,000 names", "reading"),
        "memory, of flashtext": memory["ours"] / memory["flashtext"],
    }
    for name, bar in BARS.items():
        print(f"{name:48}{got[name]:8.3f}  <= {bar:.3g}  {'met' if got[name] <= bar else 'MISSED'}")
    return 1 if any(got[name] > bar for name, bar in BARS.items()) else 0


def _median(rounds: Sequence[Mapping[str, float]], one: str, other: str) -> float:
    return statistics.median(took[one] / took[other] for took in rounds)


if __name__ == "__main__":
    sys.exit(main())
