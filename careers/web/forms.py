"""The errors of the forms that people fill in, in our own words: what to do, not what is invalid."""

from collections.abc import Mapping
from typing import Any

from django import forms

WORDS: Mapping[type[forms.Field], Mapping[str, str]] = {
    forms.Field: {
        "required": "This is still empty.",
        "max_length": "That is too long: use %(limit_value)d characters or fewer.",
        "min_length": "That is too short: use at least %(limit_value)d characters.",
        "min_value": "Give %(limit_value)s or more.",
        "max_value": "Give %(limit_value)s or less.",
        "null_characters_not_allowed": "There is a character in this that cannot be kept. Type it again.",
    },
    forms.EmailField: {"invalid": "This is not an e-mail address. It looks like name@example.org."},
    forms.SlugField: {"invalid": "Use letters, digits and hyphens only."},
    forms.ChoiceField: {"invalid_choice": "“%(value)s” is not among the choices. Choose one of them."},
    forms.IntegerField: {"invalid": "Give a whole number."},
    forms.DecimalField: {
        "invalid": "Give a number.",
        "max_digits": "Give a number with at most %(max)s digits.",
        "max_decimal_places": "Give at most %(max)s decimals.",
        "max_whole_digits": "Give a smaller number.",
    },
    forms.DateField: {"invalid": "This is not a date."},
}


def in_own_words(fields: Mapping[str, forms.Field]) -> None:
    """Set the error messages of form fields, except those that a form words itself."""
    for field in fields.values():
        for kind, words in WORDS.items():
            if isinstance(field, kind):
                field.error_messages.update({code: text for code, text in words.items() if not _worded(field, code)})


def _worded(field: forms.Field, code: str) -> bool:
    """Say whether the form words this error itself: what it says is neither the library's nor ours."""
    said = field.error_messages.get(code)
    theirs = (kind.__dict__.get("default_error_messages", {}).get(code) for kind in type(field).__mro__)
    ours = (words.get(code) for words in WORDS.values())
    return said is not None and said not in [*theirs, *ours]


class OwnWords:
    """Mixin of a form: its errors are in our own words."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_own_words(self.fields)


class OwnForm(OwnWords, forms.Form):
    """A form whose errors are in our own words."""
