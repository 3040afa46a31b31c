"""The form for a plan, cleaned into a wish."""

import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from careers.catalogue.released import Released
from careers.web.forms import OwnForm
from matching.plans import wishes
from matching.plans.days_off import Unreadable, days_off

MOST_WEEKS_OFF = 52
MANY_HOURS = 40  # a week; with more the form asks back
NO_DAY = "This is not a date. Write it as 2026-12-24, from the year 1 to 9999."
NO_DAY_OFF = "“{}” is not a day, or not from when to when. Write it as 24 December 2026, or as 2026-12-24."


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DecimalField(forms.DecimalField):
    """A number with a decimal comma or a decimal point. A text field: number fields refuse the other one silently."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".", 1) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class PlanForm(OwnForm):
    """A role, a target and a pace. `wish` is the result once the form is valid.

    `asks_back`: the hours are many; the form asks whether they are meant.
    """

    asks_back = False

    role = forms.ChoiceField(
        label="Role",
        error_messages={
            "required": "Choose the role that you want to reach.",
            "invalid_choice": "That role is no longer in the catalogue. Choose one from the list.",
        },
    )
    hours_per_week = DecimalField(
        label="Hours a week",
        min_value=wishes.LEAST_HOURS,
        max_value=wishes.MOST_HOURS,
        decimal_places=2,
        help_text="As many as you can really keep up, such as 8 or 7.5.",
        error_messages={
            "required": "Say how many hours you have each week, such as 8 or 7.5.",
            "invalid": "Give the hours as a number, such as 8 or 7.5.",
            "min_value": "With less than a quarter of an hour a week a plan never ends. Give 0.25 or more.",
            "max_value": "A week has 168 hours. Give 168 or fewer.",
            "max_decimal_places": "Give the hours with at most two decimals, such as 7.25.",
        },
    )
    sure = forms.BooleanField(label="Yes, so many hours a week", required=False)
    start = forms.DateField(
        label="First day",
        widget=DayInput,
        error_messages={"required": "Choose the day on which you start.", "invalid": NO_DAY},
    )
    target = DecimalField(
        label="Fit to reach",
        required=False,
        min_value=0,
        max_value=wishes.MOST_FIT,
        decimal_places=2,
        help_text="From 0 to 100. Leave it empty for “ready”: 75, all must-haves, and nothing weighty far off.",
        error_messages={
            "invalid": "Give the fit as a number from 0 to 100, such as 75, or leave it empty for “ready”.",
            "min_value": "A fit is never below 0. Give a number from 0 to 100, or leave it empty for “ready”.",
            "max_value": "A fit is never above 100. Give 100 or less, or leave it empty for “ready”.",
            "max_decimal_places": "Give the fit with at most two decimals, such as 72.25.",
        },
    )
    deadline = forms.DateField(
        label="Deadline",
        required=False,
        widget=DayInput,
        help_text="We tell you what fit you will have by then.",
        error_messages={"invalid": NO_DAY},
    )
    weeks_off = forms.CharField(
        label="Weeks off",
        required=False,
        max_length=1000,
        help_text="A day of each week without study, or from when to when: 24 December, 2 to 15 August.",
    )

    def __init__(self, *args: Any, release: Released, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release = release
        cast(forms.ChoiceField, self.fields["role"]).choices = [(one.slug, one.title) for one in release.roles_by_title]

    def clean_weeks_off(self) -> list[datetime.date]:
        if "start" not in self.cleaned_data:
            return []  # it has an error of its own
        try:
            found = days_off(self.cleaned_data["weeks_off"], self.cleaned_data["start"])
        except Unreadable as error:
            raise ValidationError(
                f"“{str(error)[:40]}” is not a day. Write it as 24 December 2026 or 2026-12-24."
            ) from error
        if len(found) > MOST_WEEKS_OFF:
            raise ValidationError(f"Give at most {MOST_WEEKS_OFF} weeks off.")
        return found

    def clean(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        sure = facts.pop("sure", False)
        if facts.get("hours_per_week", 0) > MANY_HOURS:
            self.asks_back = True
            if not sure:
                self.add_error(
                    "hours_per_week",
                    "That is more than a full working week, and this much study is hard to keep up. "
                    "If you mean it, tick the box below; otherwise give fewer hours.",
                )
        if self.errors:
            return self.cleaned_data
        off = facts.pop("weeks_off")
        try:
            self.wish = wishes.wish(release=self.release, days_off=off, **facts)
        except wishes.Refused as refused:
            self.refuse(refused)
        return self.cleaned_data

    def refuse(self, refused: wishes.Refused) -> None:
        self.add_error(refused.field, refused.reason)


class StepForm(OwnForm):
    """A mark on a step, as the buttons of the plan page send it."""

    done = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda sent: sent == "1", required=False)
    skipped = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda sent: sent == "1", empty_value=None, required=False
    )
    level = forms.IntegerField(min_value=1, max_value=5, required=False)

    def clean(self) -> dict[str, Any]:
        if sum(bool(self.data.get(name)) for name in self.fields) != 1:
            raise ValidationError("Give one answer to a step: done, a level, or for later.")
        return self.cleaned_data
