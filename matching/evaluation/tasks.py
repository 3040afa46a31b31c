"""The three tasks: whose role is to be guessed, from which strings, among which roles.

The labels come from titles: what people call their job, and what ads call it. They are weak; if titles overlap,
people would disagree too.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from careers.reading.folders import Half, Unreadable, in_half, rows

Strings = tuple[str, ...]

MIN_OPTIONS = 3  # people who ticked fewer say too little to be ranked by anything
CRAWLS = ("glassdoor", "yan")  # what comes after the hyphen is a file of the crawl


@dataclass(frozen=True, slots=True)
class Sample:
    """One person or ad: `strings` is all that a ranking may use; `groups` serves the audit, never a model.

    `source` is where the row comes from; empty if the file does not say.
    """

    id: str
    role: str
    strings: Strings
    groups: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def in_half_a(self) -> bool:
        return in_half(self.id, "a")


@dataclass(frozen=True, slots=True)
class Task:
    """A file, the function that makes a row of it a sample, and the roles that are ranked.

    `of_ads` is true for ads, false for people; `source` is the column with the source of a row, which a file may lack.
    """

    name: str
    title: str
    of_ads: bool
    file: str
    columns: frozenset[str]
    source: str
    roles: tuple[str, ...]
    sample: Callable[[Mapping[str, str]], Sample | None]

    def samples(self, folder: Path) -> Iterator[Sample]:
        """The rows of the task's roles, in the order of the file. Raises Unreadable."""
        known: Collection[str] = set(self.roles)
        for row in rows(folder, self.file, {"id", "role", *self.columns}, {self.source}):
            if row["role"] in known:
                sample = self.sample(row)
                if sample is not None:
                    yield sample


def _strings(text: str) -> Strings:
    """The items of a list separated by bars, each once, in their order."""
    return tuple(dict.fromkeys(item for part in text.split("|") if (item := part.strip())))


def source_named(text: str) -> str:
    """The source that a row names; files of one crawl are one source.

    >>> source_named("yan-a"), source_named("board-7")
    ('yan', 'board-7')
    """
    crawl = text.partition("-")[0]
    return crawl if crawl in CRAWLS else text


def _ad_list(row: Mapping[str, str]) -> Sample:
    return Sample(row["id"], row["role"], _strings(row["skills"]), source=source_named(row["source"]))


def _person(row: Mapping[str, str]) -> Sample | None:
    strings = _strings(row["skills"])
    groups = {group: row[group] or "not said" for group in GROUPS}
    return Sample(row["id"], row["role"], strings, groups, row["year"]) if len(strings) >= MIN_OPTIONS else None


def _ad_text(row: Mapping[str, str]) -> Sample:
    return Sample(row["id"], row["role"], (masked(row["text"], row["title"]),), source=source_named(row["source"]))


_FIELD = (
    r"ai|artificial intelligence|ml|machine learning|m\.?l\.?ops|ai/ml|ml/ai|deep learning|gen ?ai|generative|llm|nlp|"
    r"natural language processing|computer vision|vision|data|big data|applied|research|prompt|agent|agents|agentic|"
    r"robotics|robot|safety|ethics|governance|solution|solutions|product|software|platform|cloud|devops|analytics|"
    r"algorithm|decision|principal|senior|staff|lead|junior|model|foundation|infrastructure|systems|conversational"
)
_JOB = r"engineers?|scientists?|developers?|architects?|managers?|specialists?|researchers?|analysts?|engineering"
_JOB_NAME = re.compile(rf"\b(?:(?:{_FIELD})[\s/&,-]+)+(?:{_JOB}|science)\b", re.IGNORECASE)
_PIECE = re.compile(r"\s*[|,:;()\[\]–—]\s*|\s+[-@/]\s+")


def masked(text: str, title: str) -> str:
    """The text without its own title, whole or in pieces, and without any phrase that names such a job.

    A full stop replaces what is taken out, so that words that were apart do not come together.

    >>> masked("As a Senior ML Engineer (Berlin) you work with data scientists on SQL.", "Senior ML Engineer (Berlin)")
    'As a . you work with . on SQL.'
    """
    for piece in sorted({title.strip(), *_PIECE.split(title.strip())}, key=len, reverse=True):
        if " " in piece:  # a single word of a title, such as Python, is not its name
            text = re.sub(re.escape(piece), ".", text, flags=re.IGNORECASE)
    return _JOB_NAME.sub(".", text)


GROUPS = ("gender", "country", "years_experience")

LISTS = Task(
    name="lists",
    title="real ads as skill lists",
    of_ads=True,
    file="posting_skills.csv.gz",
    columns=frozenset({"skills"}),
    source="source",
    roles=(
        "ai-agent-engineer",
        "ai-engineer",
        "ai-product-manager",
        "ai-research-scientist",
        "ai-safety-engineer",
        "ai-solutions-architect",
        "data-engineer",
        "data-scientist",
        "genai-engineer",
        "ml-engineer",
        "mlops-engineer",
    ),
    sample=_ad_list,
)
PEOPLE = Task(
    name="people",
    title="real people by what they ticked",
    of_ads=False,
    file="people.csv.gz",
    columns=frozenset({"skills", *GROUPS}),
    source="year",
    roles=("ai-product-manager", "ai-research-scientist", "data-engineer", "data-scientist", "ml-engineer"),
    sample=_person,
)
TEXTS = Task(
    name="texts",
    title="real ads as text, job names masked",
    of_ads=True,
    file="postings.csv.gz",
    columns=frozenset({"text", "title"}),
    source="source",
    roles=(
        "ai-agent-engineer",
        "ai-engineer",
        "ai-research-scientist",
        "data-engineer",
        "data-scientist",
        "deep-learning-engineer",
        "genai-engineer",
        "ml-engineer",
        "mlops-engineer",
        "prompt-engineer",
    ),
    sample=_ad_text,
)
TASKS = (LISTS, PEOPLE, TEXTS)


class Unmeasurable(ValueError):
    """The catalogue lacks a role that a task ranks; the message names it."""


def samples(folder: Path, half: Half) -> dict[Task, list[Sample]]:
    """Every task's rows of this half. Raises Unreadable."""
    return {task: [one for one in task.samples(folder) if in_half(one.id, half)] for task in TASKS}


def check_roles(known: Collection[str]) -> None:
    """Raise Unmeasurable if a task ranks a role that is not among the `known` ones."""
    lacking = {role for task in TASKS for role in task.roles} - set(known)
    if lacking:
        raise Unmeasurable(f"The catalogue lacks roles that a task ranks: {', '.join(sorted(lacking))}.")


__all__ = [
    "GROUPS",
    "LISTS",
    "PEOPLE",
    "TASKS",
    "TEXTS",
    "Sample",
    "Strings",
    "Task",
    "Unmeasurable",
    "Unreadable",
    "check_roles",
    "masked",
    "samples",
]
