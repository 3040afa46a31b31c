"""What an ad asks, as values: the skills, how strongly, at which level, the words that say so, and corrections."""

import json

import pytest

from careers.reading.asking import Strength
from matching.postings import reading
from matching.postings.reading import Ad, Asked, Correction, corrected
from tests.matching.postings import ads
from tests.shipped import released

MUST, NICE, NAMED = Strength.MUST, Strength.NICE, Strength.NAMED


def read(text: str) -> Ad:
    return reading.read(released(), text)


def brief(ad: Ad) -> list[tuple[str, Strength, int]]:
    return [("/".join(ask.skills), ask.strength, ask.level) for ask in ad.asks]


def test_an_ad_by_hand() -> None:
    """Docker stands in the tasks; Kubernetes where the firm speaks of itself, and Rust among what it offers."""
    assert brief(read(ads.ML_ENGINEER)) == [
        ("docker", NAMED, 2),
        ("python", MUST, 4),
        ("machine-learning", MUST, 3),
        ("pytorch/tensorflow", MUST, 3),
        ("sql", MUST, 3),
        ("apache-spark", NICE, 2),
        ("aws", NICE, 2),
    ]


def test_each_has_the_words_that_ask_it() -> None:
    asks = {ask.slug: ask for ask in read(ads.ML_ENGINEER).asks}
    assert "".join(asks["python"].quote) == "5+ years of Python"
    assert (asks["python"].said, asks["python"].heading) == ("5+ years", "5+ years")
    assert asks["pytorch"].quote.words == "PyTorch"
    assert (asks["pytorch"].said, asks["pytorch"].heading) == ("", "Requirements")
    assert asks["aws"].said == "Basic"


def test_a_long_sentence_is_quoted_around_the_skill() -> None:
    words = "and so on " * 40
    [ask] = read(f"Requirements\n{words}SQL {words}").asks
    assert ask.quote.before.startswith("… ")
    assert ask.quote.after.endswith(" …")
    assert len("".join(ask.quote)) < 220
    assert ask.quote.words == "SQL"


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("You know Java, Go or Python.", ["java/go/python"]),
        ("You know Java, Go or Python. You work in Python all day.", ["python"]),
        ("You know Java and Python.", ["java", "python"]),
        ("Proficient in Python; familiarity with Java or Go.", ["python", "java/go"]),
        ("You know AWS or Azure.", ["aws/azure"]),
        ("You know a cloud platform such as AWS or Azure.", ["cloud-platforms"]),
        ("You know AWS or Azure, Azure or Google Cloud.", ["aws/azure/google-cloud"]),
    ],
)
def test_of_alternatives_one_is_enough(text: str, skills: list[str]) -> None:
    assert ["/".join(ask.skills) for ask in read(text).asks] == skills


def test_no_two_things_asked_have_a_skill_in_common() -> None:
    ad = read(ads.ML_ENGINEER + "TensorFlow or Keras, Keras or PyTorch.\nSQL or NoSQL databases.\n")
    skills = [skill for ask in ad.asks for skill in ask.skills]
    assert len(skills) == len(set(skills))


def test_an_ad_that_lost_its_empty_lines_is_read_alike() -> None:
    """ "About us" speaks of the firm; what follows the next heading is asked, also without an empty line before it."""
    lines = "\n".join(line for line in ads.ML_ENGINEER.splitlines() if line)
    assert brief(read(lines)) == brief(read(ads.ML_ENGINEER))
    assert brief(read("About Greenhouse\nWe grow.\nRequirements\nSQL and Git\n")) == [
        ("sql", MUST, 3),
        ("git", MUST, 3),
    ]


def test_the_strongest_place_counts_with_its_level() -> None:
    """The tasks name Python as well, with a word of level that is not of the must-have."""
    [ask] = read("What you will do\nAdvanced Python\nRequirements\nPython\n").asks
    assert (ask.strength, ask.level) == (MUST, 3)


def test_an_ad_that_asks_more_than_anybody_can_is_cut() -> None:
    names = [skill.name for skill in released().content.skills]
    ad = read("Requirements\n" + "\n".join(f"- {name}" for name in names))
    assert len(ad.asks) == reading.MOST_ASKS
    assert len(ad.named) > reading.MOST_ASKS


@pytest.mark.parametrize("text", ["", "   ", "<script>alert(1)</script>", "\u202e" * 50, "。" * 100, ads.NURSE])
def test_a_text_without_skills_asks_nothing(text: str) -> None:
    assert read(text) == Ad((), ())


def test_corrections_are_the_persons() -> None:
    ad = read(ads.ML_ENGINEER)
    said = {
        "python": Correction(must=True, level=4),  # as it was read
        "sql": Correction(must=False, level=3),
        "aws": Correction(must=False, level=4),
        "apache-spark": Correction(must=False, level=2, left_out=True),
        "docker": Correction(must=False, level=2),  # named in passing stays so
        "cobol": Correction(must=True, level=5),  # the ad does not ask it
    }
    now = {ask.slug: ask for ask in corrected(ad, said).asks}
    assert now["python"] == next(ask for ask in ad.asks if ask.slug == "python")
    assert (now["sql"].strength, now["sql"].changed, now["sql"].heading) == (NICE, True, "")
    assert (now["aws"].level, now["aws"].changed, now["aws"].said) == (4, True, "")
    assert now["apache-spark"].left_out
    assert (now["docker"].strength, now["docker"].changed) == (NAMED, False)
    assert now.keys() == {ask.slug for ask in ad.asks}
    changed = corrected(ad, said)
    assert "apache-spark" not in changed.like
    assert [ask.slug for ask in changed.counted] == [ask.slug for ask in ad.asks if ask.slug != "apache-spark"]


def test_what_was_left_out_can_be_brought_back() -> None:
    ad = read(ads.ML_ENGINEER)
    out = corrected(ad, {"sql": Correction(must=True, level=3, left_out=True)})
    assert corrected(out, {"sql": Correction(must=True, level=3)}) == ad


def test_an_ad_comes_back_from_what_is_kept() -> None:
    ad = corrected(read(ads.ML_ENGINEER), {"sql": Correction(must=False, level=1)})
    kept = json.loads(json.dumps(reading.packed(released(), ad)))
    assert reading.unpacked(released(), kept) == ad


def test_what_a_later_release_does_not_have_is_left_away() -> None:
    ad = read(ads.ML_ENGINEER)
    kept = reading.packed(released(), ad)
    for ask in kept["asks"]:
        ask["skills"] = [
            10_000 + place if place == released().skills["sql"].position else place for place in ask["skills"]
        ]
    back = reading.unpacked(released(), kept)
    assert [ask.slug for ask in back.asks] == [ask.slug for ask in ad.asks if ask.slug != "sql"]


def test_alternatives_keep_the_one_that_is_left() -> None:
    asked = Asked(("pytorch", "tensorflow"), MUST, 3, "", "", reading.Quote("", "PyTorch", ""))
    kept = reading.packed(released(), Ad((asked,), ("pytorch",)))
    kept["asks"][0]["skills"][0] = 10_000
    assert reading.unpacked(released(), kept).asks[0].skills == ("tensorflow",)
