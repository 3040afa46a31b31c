"""How strongly an ad asks for what it names: sentences and headings of ours, with what each name in them is."""

import pytest

from careers.reading.asking import Asking, Strength, kind_of

MUST, NICE, NAMED = Strength.MUST, Strength.NICE, Strength.NAMED
NAMES = ("Python", "SQL", "Spark", "Rust", "Kafka", "Docker")

# An ad, and how strongly it asks for each name in it, in the order of the names' places; None: not at all.
ADS: dict[str, tuple[str, list[Strength | None]]] = {
    "headings on lines of their own": (
        "What you will do\n- Bring Docker to our ships\n\nRequirements\n- Python\n- SQL\n\nNice to have\n- Spark\n",
        [NAMED, MUST, MUST, NICE],
    ),
    "headings without empty lines between": (
        "Responsibilities\nYou move data with Kafka\nWhat you bring\nYears of Python\nBonus points\nSome Rust\n",
        [NAMED, MUST, NICE],
    ),
    "a colon and capitals": (
        "MUST HAVES: \nPython\nDESIRED SKILLS:\nSpark\nBENEFITS\nA Rust course\n",
        [MUST, NICE, None],
    ),
    "labels of lines": ("Required: Python, SQL\nNice to have: Spark\nPreferred: Rust\n", [MUST, MUST, NICE, NICE]),
    "a label holds for its line alone": ("Requirements\nBonus: Rust\nPython every day\n", [NICE, MUST]),
    "a plus, of one clause": ("Requirements\nFluent Python; knowledge of Spark is a plus.\n", [MUST, NICE]),
    "a plus, of a whole list": (
        "Requirements\n- Python\n- Spark, Kafka and Rust are a plus\n",
        [MUST, NICE, NICE, NICE],
    ),
    "a comma before another knowledge": ("You need Python, experience with Kafka is a bonus.", [MUST, NICE]),
    "ideally": ("You have Python, ideally with Spark.", [MUST, NICE]),
    "preferred in brackets": ("Qualifications\nA scripting language (Python preferred), SQL\n", [NICE, MUST]),
    "alone in brackets": ("Qualifications\nPython (required), Rust (nice to have), SQL\n", [MUST, NICE, MUST]),
    "examples in brackets": ("Qualifications\nStreaming (e.g. Kafka, Spark) preferred\nSQL\n", [NICE, NICE, MUST]),
    "required, among nice ones": ("Preferred\n- Kafka\n- Python is required\n", [NICE, MUST]),
    "not required": ("Requirements\n- Python\n- Rust is not required but helpful\n", [MUST, NICE]),
    "preferred qualifications are the next part": (
        "Requirements|SQL|Python|Preferred Qualifications|Rust|",
        [MUST, MUST, NICE],
    ),
    "may also have": ("You may be a good fit if you have:\nPython\nYou may also have:\nRust\n", [MUST, NICE]),
    "required and preferred together": ("Required and preferred skills\nPython\n", [MUST]),
    "to thrive in this role": ("The role\nWe use Kafka.\nTo thrive in this role, you need:\nPython\n", [NAMED, MUST]),
    "the field of a degree": (
        "Requirements\nA degree in Python, SQL or a related field\nSome Rust\n",
        [None, None, MUST],
    ),
    "a degree, and experience after it": ("Requirements\nMSc or similar. Experience with Python\n", [MUST]),
    "no heading, but what one brings": (
        "We move data with Kafka. You have experience with Python and SQL. Spark is a plus.",
        [NAMED, MUST, MUST, NICE],
    ),
    "nothing says anything": ("We move data with Kafka and Python.", [MUST, MUST]),
    "a line that goes on is no heading": ("Nice to have\nKnowledge of\nSpark and Rust\n", [NICE, NICE]),
    "labels of lines under a heading": (
        "Requirements\nLanguages: Python\nStack: SQL\nNice to have\nTools: Spark\nSkills: Rust\n",
        [MUST, MUST, NICE, NICE],
    ),
    "a stack without a heading": ("Our stack: Kafka, Docker\nYou need: Python\n", [NAMED, NAMED, MUST]),
    "tasks alone, next to requirements without a name": (
        "You move data with Kafka.\nRequirements\nA degree\n",
        [NAMED],
    ),
    "a plus, with an example": ("Requirements\nPython. Streaming a plus (e.g. Kafka)\n", [MUST, NICE]),
    "a long heading in two parts": (
        "Requirements\nPython\nSet your sails: What you will be doing and owning:\nKafka all day\n",
        [MUST, NAMED],
    ),
    "in Dutch": ("Functie-eisen\nPython\nKennis van Rust is een pré\n", [MUST, NICE]),
    "in German": ("Anforderungen\nPython\nRust wäre von Vorteil\n", [MUST, NICE]),
}


def places(text: str) -> list[tuple[int, int]]:
    return sorted((text.index(name), text.index(name) + len(name)) for name in NAMES if name in text)


@pytest.mark.parametrize("case", ADS)
def test_an_ad_asks_as_it_says(case: str) -> None:
    text, expected = ADS[case]
    assert [said and said.strength for said in Asking(text).said(places(text))] == expected


def test_the_words_that_say_so_are_told() -> None:
    text = "Nice to have\n- Spark\n- Rust is a plus\nRequirements\n- Python required\n"
    assert [said and said.words for said in Asking(text).said(places(text))] == ["Nice to have", "a plus", "required"]


def test_headings_get_an_empty_line_and_nothing_else_does() -> None:
    text = "Requirements\nPython\nNice to have\nRust\n\nBenefits\nA Rust course\n"
    spaced = Asking(text).spaced()
    assert spaced == "Requirements\nPython\n\nNice to have\nRust\n\nBenefits\nA Rust course\n"
    assert Asking(spaced).spaced() == spaced


def test_a_permit_to_work_is_not_asked_as_a_skill() -> None:
    text = "Requirements\nUS work authorization\n"
    start = text.index("authorization")
    assert Asking(text).said([(start, start + len("authorization"))]) == [None]


@pytest.mark.parametrize(
    ("heading", "strength"),
    [
        ("Minimum qualifications", MUST),
        ("Who you are", MUST),
        ("What we're looking for", MUST),
        ("Mandatory skills", MUST),
        ("Nice-to-haves", NICE),
        ("Bonus points if", NICE),
        ("What will make you stand out", NICE),
        ("Key responsibilities", NAMED),
        ("What you'll do", NAMED),
        ("About the role", NAMED),
        ("What we offer", None),
        ("About us", None),
    ],
)
def test_a_heading_says_what_stands_under_it(heading: str, strength: Strength | None) -> None:
    assert kind_of(heading) is strength


def test_a_text_of_headings_alone_takes_time_in_proportion() -> None:
    """Each label is looked at once: a text twice as long has twice as many sections, and no more."""
    once, twice = (len(Asking("Bonus: Rust\n" * n)._sections) for n in (200, 400))
    assert (once, twice) == (200, 400)
