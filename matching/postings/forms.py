"""The forms of job ads: the text, what the person says of it, and when they study."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from careers.web.forms import OwnForm
from matching import engine
from matching.plans.forms import PlanForm
from matching.postings.models import LONGEST_TITLE
from matching.postings.plans import Times
from matching.postings.reading import LONGEST, Correction

AS, LEVEL = "as.", "level."  # before the slug of what is asked; no slug has a dot
STANDINGS = {"must": True, "nice": False}
OUT = "out"
NOT_A_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class AdField(forms.CharField):
    """The text of an ad as it was pasted: lines end in one way, and what is not text is taken out."""

    widget = forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: browsers cut off silently what is longer."""
        return {}

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
        return NOT_A_LETTER.sub(" ", text.encode(errors="replace").decode()).strip()


class AdForm(OwnForm):
    """A job ad, as somebody pastes it."""

    text = AdField(
        label="The ad",
        max_length=LONGEST,
        help_text="Select all of it on the page where you found it, copy, and paste it here.",
        error_messages={
            "required": "Paste the text of the ad first. A link alone is not enough: we open no links.",
            "max_length": "This text has %(show_value)s characters, and an ad has at most %(limit_value)s. "
            "Leave out what is not the ad, such as other ads on the page, and send it again.",
        },
    )
    title = forms.CharField(
        label="Title",
        required=False,
        max_length=LONGEST_TITLE,
        strip=True,
        help_text="Such as the job and the firm. We use it to name the ad, and do not read it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if re.fullmatch(r"(?:https?://|www\.)\S+", text):
            raise ValidationError("This is a link, and we open no links. Open it yourself, copy the ad, and paste it.")
        return text


class NameForm(OwnForm):
    """The name of an ad that is kept."""

    title = forms.CharField(
        label="Name",
        max_length=LONGEST_TITLE,
        strip=True,
        error_messages={"required": "Give the ad a name, such as the job and the firm."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TimesForm(OwnForm):
    """When somebody studies. `times` is the result once the form is valid."""

    hours_per_week = PlanForm.base_fields["hours_per_week"]
    start = PlanForm.base_fields["start"]

    @property
    def times(self) -> Times:
        said = self.cleaned_data
        return Times(said["start"], engine.Pace(int(said["hours_per_week"] * 100)))


def corrections(data: QueryDict, slugs: Iterable[str]) -> Mapping[str, Correction]:
    """What a form says of each thing asked; what it does not say, or says in a way that ours never do, is left open."""
    found = {}
    for slug in slugs:
        standing, level = data.get(AS + slug, ""), data.get(LEVEL + slug, "")
        if (standing in STANDINGS or standing == OUT) and level in {"1", "2", "3", "4", "5"}:
            found[slug] = Correction(STANDINGS.get(standing, False), int(level), left_out=standing == OUT)
    return found
