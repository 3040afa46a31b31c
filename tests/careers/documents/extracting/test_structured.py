"""Structured files: JSON Resume out and in again, and the kinds told from what is in a file, never from its name."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.documents.extracting import Entry, Kind, Reason, Refused, readers, to_json_resume
from careers.documents.extracting.refusals import SENTENCES
from careers.documents.extracting.tidying import line
from tests.careers.documents.extracting import writing

NAMES = st.text(min_size=1, max_size=60).map(line).filter(lambda name: name and line(name) == name)
SKILLS = st.lists(
    st.tuples(NAMES, st.none() | st.integers(0, 5)),
    min_size=1,
    max_size=20,
    unique_by=lambda skill: skill[0].casefold(),
)


@given(SKILLS)
def test_an_exported_resume_comes_back_as_it_went(skills: list[tuple[str, int | None]]) -> None:
    out = readers.read(to_json_resume(skills), ".json")
    assert out.kind is Kind.JSON_RESUME
    assert [(entry.name, entry.level) for entry in out.entries] == skills
    assert out.text == ""


@given(SKILLS)
def test_an_exported_resume_keeps_the_rules_of_the_schema(skills: list[tuple[str, int | None]]) -> None:
    """Those of version 1.0.0 for what we write: known sections, and skills with a name and maybe a level, as texts."""
    document = json.loads(to_json_resume(skills))
    assert document.keys() == {"$schema", "skills"}
    assert re.fullmatch(r"https://\S+/resume-schema/v1\.0\.0/schema\.json", document["$schema"])
    assert isinstance(document["skills"], list)
    for skill in document["skills"]:
        assert {"name"} <= skill.keys() <= {"name", "level"}
        assert all(isinstance(value, str) for value in skill.values())


def test_a_level_is_the_one_that_the_file_states_or_none() -> None:
    resume = {
        "skills": [
            {"name": "SQL", "level": "Intermediate"},
            {"name": "Go", "level": "10/10"},
            {"name": "R", "level": 9},
        ]
    }
    out = readers.read(json.dumps(resume).encode(), "")
    assert out.entries == (Entry("SQL", 3, "SQL: Intermediate"), Entry("Go", None, "Go: 10/10"), Entry("R", None, "R"))


@pytest.mark.parametrize("suffix", ["", ".pdf", ".exe", ".docx"])
def test_a_name_does_not_decide(suffix: str) -> None:
    assert readers.read(writing.docx(), suffix).kind is Kind.DOCX
    assert readers.read(writing.WORDS.encode(), suffix).kind is Kind.TEXT


@pytest.mark.parametrize(("suffix", "content"), [(".json", b'{"skills": '), (".xml", b"<Candidate>")])
def test_broken_markup_is_a_text_unless_its_name_says_otherwise(suffix: str, content: bytes) -> None:
    assert readers.read(content, ".txt").kind is Kind.TEXT
    with pytest.raises(Refused) as refused:
        readers.read(content, suffix)
    assert refused.value.reason is Reason.BROKEN


def test_every_refusal_says_what_to_do() -> None:
    assert SENTENCES.keys() == set(Reason)
    for sentence in SENTENCES.values():
        assert re.match(r"(Th|We)\w* .+\. .*(paste the text of your CV instead)\.$", sentence), sentence
