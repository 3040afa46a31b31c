"""The form for bringing a download back."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from careers.catalogue.released import Released
from careers.web.forms import OwnForm
from careers.web.uploads import MOST_BYTES
from matching.own_data import importing


class BringForm(OwnForm):
    """A file that `export` wrote. `brought` is its content once the form is valid."""

    file = forms.FileField(
        label="Your file",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text="The JSON file that “Download everything” gave you.",
        error_messages={
            "required": "Choose the file that “Download everything” gave you.",
            "empty": "This file is empty. Choose the one that “Download everything” gave you.",
        },
    )

    def __init__(self, *args: object, release: Released, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.release = release

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("This file is larger than 5 MB, and a download of yours never is. Choose another.")
        try:
            self.brought = importing.read(file.read(), self.release)
        except importing.Unreadable as error:
            raise ValidationError(str(error)) from error
        return file
