"""Forms of the pages of matches."""

import unicodedata

from django import forms


class ShareForm(forms.Form):
    """The name to show on a shared receipt, if any."""

    name = forms.CharField(
        required=False,
        max_length=60,
        error_messages={"max_length": "That is long for a name: use 60 characters or fewer. No link was made."},
    )

    def clean_name(self) -> str:
        """The name on one line, without invisible characters (which could reverse the text around it)."""
        typed = " ".join(self.cleaned_data["name"].split())
        return "".join(letter for letter in typed if unicodedata.category(letter)[0] != "C").strip()
