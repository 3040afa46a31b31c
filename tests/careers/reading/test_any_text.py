"""Whatever a text is: nothing breaks it, offsets lead to the words, and the work grows with its length alone."""

import unicodedata
from itertools import pairwise
from typing import Any, SupportsIndex

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from careers.catalogue import files
from careers.reading.plain import INVISIBLE
from careers.reading.reader import Read, Reader
from tests import work

SKILLS = [skill for skill in files.read(settings.BASE_DIR / "fixtures")[0].skills if not skill.retired]
READER = Reader(SKILLS)
NAMES = {"Python": "python", "C++": "c-plus-plus", "PostgreSQL": "postgresql", "Node.js": "javascript", "SQL": "sql"}

# Every code point there is, halves of pairs too, and more of what layouts, levels and scopes are made of.
ANY = st.text(st.one_of(st.characters(), st.sampled_from("\ud800\udfff\x00\u00ad\u200b•|\t\n:;,.()[]/-–★☆%1234567890")))
TURNS = "React|Go|R|no|never|expert in|five years of|4/5|would like|our team|not needed|deep|2019 – 2022"
PIECES = st.sampled_from([*NAMES, *TURNS.split("|"), "www.", "ﬁ", "Ｇｏ", "熟悉", "e\u0301", "https://x.example/"])
TEXTS = st.lists(st.one_of(PIECES, ANY, st.sampled_from([" ", "\n", ", ", "\n\n", "- ", ": "]))).map("".join)
# Between names: nothing that is part of a word, a version or a link, nor joined to what follows.
BETWEEN = st.text(st.sampled_from("🙂–!?,;()\ud800\x00 \n"), min_size=1).map(lambda words: f" {words} ")


def hidden(name: str) -> st.SearchStrategy[str]:
    """The name with zero widths between its letters, as wide letters, or as it is."""
    wide = "".join(unicodedata.lookup(f"FULLWIDTH {unicodedata.name(letter)}") for letter in name)
    return st.sampled_from([name, "\u200b".join(name), wide, name.replace("o", "o\u00ad")])


NAMED = st.lists(st.tuples(BETWEEN, st.sampled_from(sorted(NAMES)).flatmap(hidden)), min_size=1, max_size=6)


def plain_name(quote: str) -> str:
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", quote))


@given(TEXTS)
def test_every_place_is_in_the_text_in_order_and_shows_a_letter_at_each_end(text: str) -> None:
    read = READER.read(text)
    assert read == READER.read(text)
    for places in (read.finds, READER.mentions(text), READER.names(text)):
        assert all(0 <= one.start < one.end <= len(text) for one in places)
        assert all(one.end <= two.start for one, two in pairwise(places))
        for one in places:
            quote = plain_name(text[one.start : one.end])
            assert quote.strip() == quote != ""
    assert {(one.skill, one.start) for one in read.finds} <= {(one.skill, one.start) for one in READER.mentions(text)}
    for one in read.suggestions:
        assert text[one.start : one.end].strip()


@given(NAMED)
def test_a_quote_is_the_name_wherever_and_however_it_is_written(parts: list[tuple[str, str]]) -> None:
    text, places = "", {}
    for between, name in parts:
        text += between
        places[len(text), len(text) + len(name)] = NAMES[plain_name(name)]
        text += name
    found = {(one.start, one.end): one.skill for one in READER.names(f"{text} ")}
    assert found == places


@pytest.mark.parametrize(
    "text",
    [
        *("\x00", "\ud800", "\udfffPython\ud800", "e\u0301" * 50, "\u200b" * 50, "\u202ePython\u202c", "(" * 500),
        *("Go " * 200, "no " * 200, "★" * 500, "1/5 " * 200, "|" * 500, "a@" * 300, "C" + "+" * 500, "." * 500),
    ],
)
def test_odd_texts_are_read(text: str) -> None:
    assert isinstance(READER.read(text), Read)


class Counted(str):
    """A text that counts the letters of it that are copied."""

    __slots__ = ()
    copied = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        Counted.copied += len(part)
        return part

    def splitlines(self, keepends: bool = False) -> list[str]:
        raise AssertionError("lines are split at line feeds alone")


def copied(text: str) -> int:
    Counted.copied = 0
    READER.find(Counted(text))
    return Counted.copied


SHAPES = {
    "prose on one line": "We use Python and Kafka here, with no Java; five years of SQL were enough for Spark. ",
    "names on one line": "Python, Go, React, SQL, Kafka, ",
    "a list": "- Python: 4 years\n- Go\n- React (basic)\n",
    "a table": "Python\tgood\t4\nReact\t\t5\n",
    "one row": "Python\tReact\tGo | ",
    "no blanks": "Python/Go/React-",
    "headings": "SKILLS\nPython\n\nNot needed:\nGo\n\n",
    "a broken line": "machine\nlearning and Kuber-\nnetes ",
    "other signs": "熟悉Python、\u200bＧｏ。",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_is_twice_the_work(shape: str) -> None:
    text = SHAPES[shape]
    once, twice = (work.calls(lambda times=times: READER.read(text * times)) for times in (40, 80))
    assert twice < 2.2 * once
    once, twice = copied(text * 100), copied(text * 200)
    assert 0 < twice < 2.2 * once


def test_a_line_of_a_megabyte_is_read_to_its_end() -> None:
    filler = "We like long walks and short meetings on the first floor of a house "
    text = f"Skills: Python, {filler * 15_000}. Skills: SQL"
    assert len(text) > 1_000_000
    assert [(one.skill, text[one.start : one.end]) for one in READER.find(text)] == [
        ("python", "Python"),
        ("sql", "SQL"),
    ]


def test_work_does_not_grow_with_the_number_of_names() -> None:
    class Named:
        name, slug, exact_aliases = "nobody writes this", "nobody", ()
        aliases = tuple(f"unheard of {number}" for number in range(20_000))

    text = SHAPES["prose on one line"] * 50
    more: Any = Reader([*SKILLS, Named()])
    assert work.calls(lambda: more.find(text)) <= 1.01 * work.calls(lambda: READER.find(text))
