"""The order of a page, from letters whose places are written down here."""

from collections.abc import Iterator

from careers.documents.extracting import layout
from careers.documents.extracting.layout import Letter

WIDE, HIGH = 6.0, 10.0


def put(text: str, left: float, line: int = 0) -> Iterator[Letter]:
    """The letters of a text, each next to the one before."""
    for number, letter in enumerate(text):
        at = left + number * WIDE
        yield letter, at, -line * 1.2 * HIGH, at + WIDE, -line * 1.2 * HIGH + HIGH


def test_a_word_to_the_left_whose_letters_come_as_they_stand_is_turned_round() -> None:
    painted = "في تحليل"
    letters = [*put(painted[:2][::-1], 160), *put(" ", 154), *put(painted[3:][::-1], 124), *put("Python", 80)]
    assert layout.text_of(letters).split() == [*painted.split(), "Python"]


def test_words_of_a_line_set_to_full_width_are_parted_by_blanks_and_cells_by_tabs() -> None:
    even = [*put("data", 0), *put("and", 44), *put("test", 82), *put("code", 126)]
    assert layout.text_of(even) == "data and test code"
    uneven = [*put("data", 0), *put("and", 44), *put("test", 182), *put("code", 226)]
    assert layout.text_of(uneven) == "data\tand\ttest\tcode"


def test_two_columns_are_told_from_a_table_by_sentences_that_run_on() -> None:
    left = ["Builds code", "and tests", "it daily", "for many", "years now"]
    right = ["Teaches all", "who want to", "know about", "the tools", "we have here"]
    beside = [letter for n in range(5) for letter in (*put(left[n], 0, n), *put(right[n], 200, n))]
    assert layout.text_of(beside).replace("\n\n", "\n").split("\n") == [*left, *right]
    table = [letter for n in range(5) for letter in (*put(left[n].title(), 0, n), *put(right[n].title(), 200, n))]
    assert layout.text_of(table).split("\n")[1] == "And Tests\tWho Want To"


def test_columns_are_seldom_of_one_length() -> None:
    left = [f"goes on with line {number}" for number in range(20)]
    right = [f"says more in line {number}" for number in range(6)]
    beside = [letter for n in range(20) for letter in (*put(left[n], 0, n), *(put(right[n], 200, n) if n < 6 else ()))]
    assert layout.text_of(beside).split() == " ".join([*left, *right]).split()


def test_times_on_the_left_stay_with_what_they_date() -> None:
    right = ["Led a team of", "engineers and", "wrote the tests", "for it too"] * 5
    dated = [
        letter
        for n in range(20)
        for letter in (*(put(f"from 2001 to {n + 2002} with them", 0, n) if n % 2 == 0 else ()), *put(right[n], 300, n))
    ]
    assert layout.text_of(dated).split("\n")[2] == "from 2001 to 2004 with them\twrote the tests"


def test_a_gap_between_lines_is_a_paragraph() -> None:
    assert layout.text_of([*put("one", 0), *put("two", 0, 1), *put("three", 0, 4)]) == "one\ntwo\n\nthree"


def test_a_page_whose_lines_come_in_any_order_is_read_from_the_top() -> None:
    shuffled = [letter for n in range(30) for letter in put(f"line {n * 19 % 30}", 0, n * 19 % 30)]
    assert layout.text_of(shuffled).split("\n") == [f"line {n}" for n in range(30)]
    upwards = [letter for n in range(8) for letter in put(f"line {n * 3 % 8}", 0, n * 3 % 8)]
    assert layout.text_of(upwards).split("\n")[0] == "line 0"


def test_a_page_of_blanks_is_empty() -> None:
    assert layout.text_of([*put("  \r\n", 0)]) == ""
