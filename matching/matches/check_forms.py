"""The form of the role check, cleaned into answers."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from careers.catalogue.content import Role
from careers.catalogue.released import Released
from careers.profile.claims import Answers
from careers.profile.forms import ClaimForm

# The fields that are not skills: no slug has a dot.
SEEN, DO, UNDO = "check.seen", "check.do", "check.undo"
LEVELS = {"0", "1", "2", "3", "4", "5"}
MOST_TOLD = 3  # names of what a role does not ask any more


class CheckForm(forms.Form):
    """A level for each skill of a role that somebody answered for, named by its slug; the rest is left open.

    `chosen` is readable even if the form is refused, so that the page can show it again; `gone` are the names of what
    the role does not ask (any more). Valid, it has `answers`.
    """

    answers: Answers

    def __init__(self, data: QueryDict, *, release: Released, role: Role) -> None:
        super().__init__(data)
        self.release = release
        self.asked = {one.skill for one in role.requirements}
        self.sent = {name: data.get(name, "") for name in data if "." not in name and name != "csrfmiddlewaretoken"}
        self.chosen = {slug: int(level) for slug, level in self.sent.items() if slug in self.asked and level in LEVELS}
        self.gone = [self._name(slug) for slug in self.sent if slug not in self.asked][:MOST_TOLD]

    def clean(self) -> None:
        for slug in sorted(self.asked & self.sent.keys() - self.chosen.keys()):
            raise ValidationError(f"{self._name(slug)}: {_fault(self.sent[slug])} Nothing was saved.")
        seen = self._seen()
        said = {slug: level for slug, level in self.chosen.items() if seen.get(slug, -1) != level}
        rest = self.asked - self.chosen.keys() if self.data.get(DO) == "none" else ()
        self.answers = Answers(said, dict.fromkeys(rest, 0), seen)

    def _seen(self) -> Mapping[str, int | None]:
        """The claims that the page showed, None for no claim; empty if it does not say."""
        if SEEN not in self.data:
            return {}
        parts = (part.partition(":") for part in self.data[SEEN].split())
        seen = {slug: int(level) for slug, _, level in parts if slug in self.asked and level in LEVELS}
        return {slug: seen.get(slug) for slug in self.asked}

    def _name(self, slug: str) -> str:
        return self.release.skills[slug].name if slug in self.release.skills else slug[:80]


def _fault(level: str) -> str:
    try:
        ClaimForm.base_fields["level"].clean(level[:20])
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
