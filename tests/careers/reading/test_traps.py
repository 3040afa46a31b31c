"""The traps for the reader: their labels are of the shipped catalogue, no text is there twice, no name is left out."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from careers.catalogue import files
from careers.reading.reader import Find
from tests.careers.reading import traps
from tests.careers.reading.traps import Spoilt, Trap, __main__, counting
from tests.careers.reading.traps.counting import Count

DRAFT, _ = files.read(settings.BASE_DIR / "fixtures")
SKILLS = [skill for skill in DRAFT.skills if not skill.retired]
SLUGS = {skill.slug for skill in SKILLS}
TRAPS = traps.read(SLUGS)

# An exact alias such as Spark is an ordinary word or a letter, and needs both senses; these are the names of one thing.
NAMES_ALONE = frozenset(
    {"Chainer", "Cline", "Dataflow", "Debezium", "Deequ", "Deno", "Domo", "Fargate", "Firebase", "Firestore"}
    | {"Labelbox", "Mixtral", "Nmap", "Nuxt", "Oozie", "Qwen", "Reflexion", "Rmarkdown", "Stata", "Stats"}
    | {"Trino", "Vertica", "Vuex", "Wireshark"}
)
WORDS = sorted(
    {alias for skill in SKILLS for alias in skill.exact_aliases if re.fullmatch("[A-Z][a-z]*", alias)} - NAMES_ALONE
)

# Names and aliases that count in any spelling, and are words or names of other things as well.
IN_ANY_SPELLING = (
    *("airflow", "bash", "bokeh", "cassandra", "containers", "dashboards", "django", "docker", "gazebo"),
    *("guardrails", "hallucinations", "java", "jenkins", "kafka", "luigi", "pandas", "pinecone"),
    *("prometheus", "puppeteer", "python", "rasa", "redux", "scrum", "selenium", "snowflake", "superset", "svelte"),
    *("tableau", "transformers", "vagrant"),
)


NOT_HELD = {"negations", "wishes", "others"}  # kinds that name a skill, as what it is, but not as held or asked


def _senses(word: str, *, any_case: bool = False) -> set[bool]:
    """The senses in which the traps have a word: True as the name of a skill, False as something else."""
    found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE if any_case else 0)
    return {
        any(find.start <= match.start() and match.end() <= find.end for find in trap.finds)
        for trap in TRAPS
        if trap.kind not in NOT_HELD
        for match in found.finditer(trap.text)
    }


def test_there_are_enough() -> None:
    before = [trap for trap in TRAPS if trap.written == "before"]
    assert len(before) >= 150
    assert len([trap for trap in before if trap.kind != "reported"]) >= 130


def test_no_text_is_there_twice() -> None:
    texts = Counter(" ".join(trap.text.casefold().split()) for trap in TRAPS)
    assert [text for text, times in texts.items() if times > 1] == []


def test_a_name_alone_is_an_exact_alias() -> None:
    assert {alias for skill in SKILLS for alias in skill.exact_aliases} >= NAMES_ALONE


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_is_a_name_too_is_there_in_both_senses(word: str) -> None:
    assert _senses(word) == {True, False}


@pytest.mark.parametrize("word", IN_ANY_SPELLING)
def test_a_name_that_is_a_word_too_is_there_in_both_senses(word: str) -> None:
    assert _senses(word, any_case=True) == {True, False}


def test_a_place_is_a_quote_and_which_one(tmp_path: Path) -> None:
    rows = """
        [[rows]]
        text = "Rust, R, Research in R"
        finds = [["rust", "Rust"], ["r", "R"], ["r", "R", 2]]
        levels = { rust = 4 }
        [[rows]]
        text = "The rest"
        finds = []
        held = false
    """
    assert _read(tmp_path, rows) == [
        Trap(
            *("some", "before", "Rust, R, Research in R"),
            finds=(Find("rust", 0, 4), Find("r", 6, 7), Find("r", 21, 22)),
            levels={"rust": 4},
        ),
        Trap("some", "before", "The rest", (), {}),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('finds = [["rust", "Go"]]', "'Go' is in the text 0 times, but number 1 is asked for"),
        ('finds = [["rust", "Rust", 3]]', "'Rust' is in the text 2 times, but number 3 is asked for"),
        ('finds = [["rust", "Rus"]]', "'Rus' is in the text 0 times"),
        ('finds = [["rusty", "Rust"]]', "there is no skill 'rusty'"),
        ('finds = [["r", "R"], ["rust", "Rust"]]', "'Rust' stands before the find"),
        ('finds = [["rust", "Rust"], ["rust", "Rust"]]', "'Rust' stands before the find"),
        ("finds = []", "say held = false if the text names nothing"),
        ('finds = [["rust", "Rust"]]\nheld = false', "say held = false if the text names nothing"),
        ('finds = [["rust", "Rust"]]\nlevels = { r = 3 }', "there is a level of r, but no find"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(Spoilt, match=f"^some.toml, 'Rust and R and Rust': {re.escape(message)}"):
        _read(tmp_path, f'[[rows]]\ntext = "Rust and R and Rust"\n{row}')


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('finds = [["rust"]]', "array"),
        ('finds = [["rust", ""]]', "length"),
        ('finds = [["rust", "Rust", 0]]', "int"),
        ("finds = []\nhelt = false", "helt"),
        ('finds = [["rust", "Rust"]]\nlevels = { rust = 6 }', "int"),
        ("finds =", "value"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(Spoilt, match=f"^some.toml: .*{message}"):
        _read(tmp_path, f'[[rows]]\ntext = "Rust"\n{row}')


def _read(folder: Path, rows: str) -> list[Trap]:
    (folder / "some.toml").write_text(f'written = "before"\n{rows}', encoding="utf-8")
    return traps.read({"rust", "r"}, folder)


@pytest.mark.parametrize(
    ("finds", "right"),
    [
        ([Find("r", 0, 1), Find("llm", 3, 9)], Count(1, 1, 0, 0)),
        ([Find("r", 0, 1), Find("llm", 3, 13)], Count(1, 1, 0, 0)),  # with the version
        ([Find("r", 0, 1)], Count(1, 0, 0, 1)),
        ([Find("r", 0, 1), Find("c", 3, 9)], Count(1, 0, 1, 1)),  # another skill
        ([Find("r", 0, 1), Find("llm", 3, 9), Find("llm", 10, 13)], Count(1, 0, 1, 0)),  # elsewhere as well
        ([], Count(1, 0, 0, 2)),
    ],
)
def test_a_find_answers_one_label(finds: list[Find], right: Count) -> None:
    trap = Trap("some", "before", "R, Claude 3.5", (Find("r", 0, 1), Find("llm", 3, 9)), {})
    assert counting.count(trap, finds) == right


def test_kinds_are_counted_apart_and_together() -> None:
    right, wrong = Trap("lists", "before", "R", (Find("r", 0, 1),), {}), Trap("wishes", "before", "learn R", (), {})
    counted = counting.counts([right, wrong, right], lambda text: [Find("r", text.index("R"), len(text))])
    assert counted == {"lists": Count(2, 2, 0, 0), "wishes": Count(1, 0, 1, 0)}
    assert counting.table(counted).splitlines() == [
        "kind        rows   right   false  missed",
        "lists          2       2       0       0",
        "wishes         1       0       1       0",
        "together       3       2       1       0",
    ]


def test_the_command_reads_all_rows(capsys: pytest.CaptureFixture[str]) -> None:
    __main__.main()
    totals = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("together")]
    assert sum(int(rows) for _, rows, *_ in totals) == len(TRAPS)
