"""Forms clean what people type into their profile; operations decide."""

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from careers.catalogue.content import StartingPoint
from careers.catalogue.released import Released
from careers.profile.claims import Answers
from careers.profile.models import RoleMark
from careers.profile.pages import MOST_ITEMS
from careers.web.forms import OwnForm
from careers.web.requests import NOT_TEXT
from careers.words import fold

LONGEST_NAME = 1_000  # letters
LONGEST_LIST = 100_000  # letters; more is no list of skills
LONGEST_ADDRESS = 2_800  # bytes that a list may take in an address; servers take about 4,000 for a whole line
LEVELS = ("0", "1", "2", "3", "4", "5")


class ClaimForm(OwnForm):
    """One skill and one level, with the level the person saw when deciding."""

    skill = forms.SlugField(
        max_length=80, error_messages={"invalid": "This is not a skill of ours. Look for it by its name."}
    )
    level = forms.TypedChoiceField(
        choices=[(str(level), str(level)) for level in range(6)],
        coerce=int,
        error_messages={
            "required": "Choose a level from 0 (none) to 5 (expert).",
            "invalid_choice": "%(value)s is not a level. Choose one from 0 (none) to 5 (expert).",
        },
    )
    was = forms.TypedChoiceField(
        choices=[("", "no claim"), *((str(level), str(level)) for level in range(6))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class ListForm(OwnForm):
    """A skill or a list of skills, as somebody types it into the search field."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST_ADDRESS,
        error_messages={
            "max_length": "That is a lot at once. Paste it as a list, or look for one skill.",
            "null_characters_not_allowed": NOT_TEXT,
        },
    )


class PasteForm(OwnForm):
    """A list of skills that somebody pasted, of any length and on any number of lines."""

    names = forms.CharField(
        max_length=LONGEST_LIST,
        error_messages={
            "required": "Paste or type your skills first, with commas or on lines of their own.",
            "max_length": "That is more than a list of skills. Paste the names alone, 50 at a time.",
            "null_characters_not_allowed": NOT_TEXT,
        },
    )


class Pasted(NamedTuple):
    """The names of a list that are looked at now, and how many were left for another time."""

    names: list[str]
    left: int


def read_names(release: Released, text: str) -> Pasted:
    """The names of a pasted list: at most 50, and as many as an address holds. Raises ValidationError."""
    names = release.items(text)
    longest = max(map(len, names), default=0)
    if longest > LONGEST_NAME:
        raise ValidationError(
            f"One of these is {longest:,} letters long, so it is no name of a skill. "
            "Put a comma or a new line between your skills, and send them again."
        )
    taken = names[:MOST_ITEMS]
    while len(quote(", ".join(taken))) > LONGEST_ADDRESS:
        taken.pop()
    return Pasted(taken, len(names) - len(taken))


class Typed(NamedTuple):
    """The levels that are chosen in the form of a list, sent or not: those of single skills, and that of the rest."""

    levels: Mapping[str, int]
    rest: int | None


def typed_levels(data: QueryDict) -> Typed:
    """The levels in a form of a list, so that it can be shown again; what is not a level is left out."""
    sent = {name.removeprefix("level-"): data[name] for name in data if name.startswith("level-")}
    levels = {slug: int(level) for slug, level in sent.items() if level in LEVELS}
    rest = data.get("rest", "")
    return Typed(levels, int(rest) if isinstance(rest, str) and rest in LEVELS else None)


def read_answers(data: QueryDict) -> Answers:
    """The levels that somebody gives the skills of a list. Raises ValidationError, and then nothing counts."""
    listed = list(dict.fromkeys(data.getlist("skill")))
    if len(listed) > MOST_ITEMS:
        raise ValidationError(f"That is more than {MOST_ITEMS} skills at once. Nothing was added: send them in parts.")
    if any(len(slug) > LONGEST_NAME for slug in listed):
        raise ValidationError(f"A name of more than {LONGEST_NAME:,} letters is no skill of ours. Nothing was added.")
    said = {slug: _sent_level(data, f"level-{slug}") for slug in listed if data.get(f"level-{slug}")}
    open_ones = [slug for slug in listed if slug not in said]
    rest = dict.fromkeys(open_ones, _sent_level(data, "rest")) if data.get("rest") else {}
    if not said and not rest:
        raise ValidationError("Choose a level for one of them at least, or one for all.")
    return Answers(said, rest, {slug: _seen_level(data, slug) for slug in listed if f"was-{slug}" in data})


def _sent_level(data: QueryDict, name: str) -> int:
    return int(ClaimForm.base_fields["level"].clean(data.get(name, "")))


def _seen_level(data: QueryDict, slug: str) -> int | None:
    level: int | None = ClaimForm.base_fields["was"].clean(data.get(f"was-{slug}", ""))
    return level


class RemovalForm(OwnForm):
    """The skill whose claim is taken away."""

    skill = forms.SlugField(max_length=80)


def one_line(typed: str) -> str:
    """What somebody typed on one line, without invisible characters (which could reverse the text around it)."""
    line = " ".join(typed.split())
    return "".join(letter for letter in line if unicodedata.category(letter)[0] != "C").strip()


class ShownForm(OwnForm):
    """A line or a link that shows what somebody can do in one skill; empty takes it away."""

    skill = forms.SlugField(max_length=80)
    shown_by = forms.CharField(
        max_length=200,
        required=False,
        error_messages={"max_length": "Keep it to 200 characters: a link or one line is enough. Nothing was changed."},
    )

    def clean_shown_by(self) -> str:
        return one_line(self.cleaned_data["shown_by"])


class TargetForm(OwnForm):
    """A yes or no to a role as the target; with `was`, the target that the person saw."""

    chosen = forms.TypedChoiceField(choices=[("1", "yes"), ("0", "no")], coerce=lambda sent: sent == "1")
    was = forms.SlugField(max_length=80, required=False, empty_value=None)


class MarkForm(OwnForm):
    """The mark a role is to have; with `was`, the one that the person saw."""

    MARKS = [("none", "neither"), *RoleMark.Mark.choices]

    mark = forms.TypedChoiceField(choices=MARKS, coerce=lambda sent: None if sent == "none" else sent)
    was = forms.TypedChoiceField(
        choices=MARKS, coerce=lambda sent: None if sent == "none" else sent, required=False, empty_value=None
    )


class WordForm(OwnForm):
    """A skill that the catalogue does not know, in the person's own words."""

    word = forms.CharField(
        max_length=60,
        error_messages={
            "required": "Type the skill first.",
            "max_length": "That is long for the name of a skill: use 60 characters or fewer.",
        },
    )

    def __init__(self, data: QueryDict, *, release: Released) -> None:
        super().__init__(data)
        self.release = release

    def clean_word(self) -> str:
        word = one_line(self.cleaned_data["word"])
        if not any(letter.isalnum() for letter in word):
            raise ValidationError("That has no letters. Type the skill as you would say it.")
        if len(fold(word)) > 60:
            raise ValidationError("That is long for the name of a skill: use 60 characters or fewer.")
        known = self.release.find(word)
        if known:
            raise ValidationError(f"We know that one: {known.name}. Find it here and choose your level.")
        return word


class StartForm(OwnForm):
    """The skills of a starting point that somebody ticked, with a level for each.

    What was typed stays readable (`ticked`, `chosen`) even if it is refused, so that the page can show it again.
    """

    def __init__(self, data: QueryDict, *, release: Released, start: StartingPoint) -> None:
        super().__init__(data)
        self.release = release
        self.proposed = {own.skill for own in start.levels}
        self.ticked = list(dict.fromkeys(data.getlist("skill")))
        typed = {slug: data.get(f"level-{slug}", "") for slug in self.proposed}
        self.chosen = {slug: int(level) for slug, level in typed.items() if level in LEVELS}

    def clean(self) -> dict[str, Any]:
        if not self.ticked:
            raise ValidationError("Nothing is ticked, so nothing was added. Tick what is true of you.")
        gone = [slug for slug in self.ticked if slug not in self.proposed]
        if gone:
            raise ValidationError(
                f"“{self._name(gone[0])}” is not proposed here any more: the catalogue was changed in the meantime. "
                "Nothing was added. Look again at what you ticked, and send it once more.",
                code="gone",
            )
        return {"levels": {slug: self._level(slug) for slug in self.ticked}}

    def _level(self, slug: str) -> int:
        try:
            return int(ClaimForm.base_fields["level"].clean(self.data.get(f"level-{slug}", "")))
        except ValidationError as error:
            raise ValidationError(f"{self._name(slug)}: {' '.join(error.messages)} Nothing was added.") from error

    def _name(self, slug: str) -> str:
        return self.release.skills[slug].name if slug in self.release.skills else slug[:80]
