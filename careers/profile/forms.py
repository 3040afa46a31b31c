"""Forms clean what people type into their profile; operations decide."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from careers.catalogue.content import StartingPoint
from careers.catalogue.released import Released
from careers.profile.models import RoleMark
from careers.web.forms import OwnForm
from careers.words import fold


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


class RemovalForm(OwnForm):
    """The skill whose claim is taken away."""

    skill = forms.SlugField(max_length=80)


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
        """The word on one line, without invisible characters (which could reverse the text around it)."""
        typed = " ".join(self.cleaned_data["word"].split())
        word = "".join(letter for letter in typed if unicodedata.category(letter)[0] != "C").strip()
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
        self.chosen = {slug: int(level) for slug, level in typed.items() if level in {"0", "1", "2", "3", "4", "5"}}

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
