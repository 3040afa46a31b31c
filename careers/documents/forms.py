"""Forms clean what people send of a CV; operations decide."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from careers.catalogue.released import Released
from careers.documents import found
from careers.documents.found import AT_ONCE, LONGEST_TEXT
from careers.documents.models import LONGEST_NAME
from careers.profile.forms import LEVELS, one_line
from careers.web.forms import OwnForm
from careers.web.uploads import MOST_BYTES

MOST_ROWS = 500  # ticks of one form
LONGEST_SEARCH = 80  # letters
UNNAMED = "Your file"
TAKES = ".pdf,.docx,.odt,.txt,.json,.xml,.zip,.csv"


class PastedText(forms.CharField):
    """Text of any kind; what no database keeps is left out before the field could refuse it."""

    def to_python(self, value: Any) -> Any:
        return found.clean(str(super().to_python(value) or ""))


class PasteForm(OwnForm):
    """The text of a CV, pasted."""

    text = PastedText(required=False, label="The text of your CV", strip=False)

    def __init__(self, data: QueryDict, *, kept: bool) -> None:
        super().__init__(data)
        self.longest = LONGEST_TEXT if kept else AT_ONCE
        self.why = "at most" if kept else "without an account"

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError("Paste the text of your CV first.")
        if len(text) > self.longest:
            below = f" The first {LONGEST_TEXT:,} are below." if len(text) > LONGEST_TEXT else ""
            raise ValidationError(
                f"These are {len(text):,} letters, and we read {self.longest:,} {self.why}. "
                f"Send the part that names your skills.{below}"
            )
        return text


class UploadForm(OwnForm):
    """A file of a CV. Nothing but its size is looked at here; a worker finds out what it is."""

    file = forms.FileField(
        label="Your file",
        max_length=None,
        widget=forms.FileInput(attrs={"accept": TAKES}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty. Choose another, or paste the text instead.",
            "invalid": "No file arrived. Choose it once more, or paste the text instead.",
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("This file is larger than 5 MB. Save it without pictures, or paste the text instead.")
        return file


def shown_name(name: str | None) -> str:
    """The name of a file as its owner sees it: one line, without what could hide or turn letters.

    >>> shown_name("a\\r\\nb\\u202egpj.exe")
    'a bgpj.exe'
    """
    line = one_line((name or "").encode("utf-8", "ignore").decode())
    if len(line) > LONGEST_NAME:
        return f"{line[: LONGEST_NAME - 1]}…"
    return line or UNNAMED


class Chosen(NamedTuple):
    """What stands in the form of a document, sent or not: ticks, levels, what was added, words, and a search.

    `seen` are the levels that the person saw when deciding; a skill that is not in it had no claim.
    """

    ticked: tuple[str, ...]
    levels: Mapping[str, int]
    added: tuple[str, ...]
    words: tuple[str, ...]
    seen: Mapping[str, int]
    query: str


NOTHING = Chosen((), {}, (), (), {}, "")


def chosen(data: QueryDict, release: Released) -> Chosen:
    """What somebody chose. What is not a skill, a level or a word of ours is left out."""
    ticked = [slug for slug in dict.fromkeys(data.getlist("skill")[:MOST_ROWS]) if slug in release.skills]
    added = [slug for slug in dict.fromkeys(data.getlist("added")[:MOST_ROWS]) if slug in release.skills]
    sent = {name.removeprefix("level-"): data[name] for name in data if name.startswith("level-")}
    seen = (one.rpartition(":") for one in ",".join(data.getlist("seen")).split(",")[:MOST_ROWS])
    return Chosen(
        ticked=tuple(ticked),
        levels={slug: int(level) for slug, level in sent.items() if level in LEVELS},
        added=tuple(added),
        words=tuple(dict.fromkeys(data.getlist("word")[:MOST_ROWS])),
        seen={slug: int(level) for slug, _, level in seen if level in LEVELS},
        query=one_line(data.get("q", ""))[:LONGEST_SEARCH],
    )


def confirmed_levels(form: Chosen, release: Released) -> dict[str, int]:
    """The levels of what is ticked. Raises ValidationError, and then nothing counts."""
    if not form.ticked and not form.words:
        raise ValidationError("Nothing is ticked, so nothing was saved. Tick what is true of you, or discard the text.")
    without = next((slug for slug in form.ticked if slug not in form.levels), None)
    if without is not None:
        name = release.skills[without].name
        raise ValidationError(f"{name}: choose a level from 0 (none) to 5 (expert). Nothing was saved yet.")
    return {slug: form.levels[slug] for slug in form.ticked}


def plus(form: Chosen, slug: str) -> Chosen:
    """The form with one skill added and ticked, and the search done."""
    return form._replace(added=_with(form.added, slug), ticked=_with(form.ticked, slug), query="")


def _with(slugs: tuple[str, ...], slug: str) -> tuple[str, ...]:
    return slugs if slug in slugs else (*slugs, slug)
