"""The forms of the editors' desk that look beyond their own row: a word names one skill, a name one job or role."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import UniqueConstraint

from careers.catalogue import models
from careers.catalogue.findings import TWICE
from careers.words import fold_name

THERE = (
    "There is such a line already. If you do not see it, somebody has just added it: open this page again. "
    "To swap two lines, first save one of them with a value that none has."
)


class LineForm(forms.ModelForm):
    """A line of an entry that is there once: another editor may have added the same one since this page was opened.

    Django leaves such constraints out of the forms of lines, because they name the entry, which may not exist yet.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        line = self.instance
        for constraint in line._meta.constraints if self.has_changed() and not self.errors else ():
            if isinstance(constraint, UniqueConstraint):
                try:
                    constraint.validate(type(line), line)
                except forms.ValidationError:
                    self.add_error(None, THERE)


class TermForm(LineForm):
    """Slugs, names and aliases name one skill only; the message says which one has the word already."""

    def taken_by(self, term: str, *, besides: int | None, exact: bool = False) -> models.Skill | None:
        """The skill that has the word already; two exact aliases may be the same when folded."""
        key = fold_name(term)
        for skill in models.Skill.objects.all():
            if skill.pk != besides and key in {fold_name(skill.slug), skill.name_key}:
                return skill
        alias = models.Alias.objects.filter(exact=False, key=key).exclude(skill=besides).select_related("skill").first()
        return alias.skill if alias else None if exact else self.taken_exactly_by(key, besides=besides)

    def taken_exactly_by(self, key: str, *, besides: int | None) -> models.Skill | None:
        """The skill with an exact alias that folds to `key`."""
        others = models.Alias.objects.filter(exact=True).exclude(skill=besides).select_related("skill")
        return next((alias.skill for alias in others if fold_name(alias.text) == key), None)

    def refuse_taken(self, field: str, term: str, *, besides: int | None, exact: bool = False) -> None:
        other = self.taken_by(term, besides=besides, exact=exact)
        if other is not None:
            self.add_error(field, f"“{term}” already names the skill {other.name} ({other.slug}). Choose another word.")


class SkillForm(TermForm):
    class Meta:
        model = models.Skill
        fields = "__all__"  # noqa: DJ007  (the admin lists its fields itself)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for field in ("slug", "name"):
            if self.cleaned_data.get(field):
                self.refuse_taken(field, self.cleaned_data[field], besides=self.instance.pk)
        if self.cleaned_data.get("hours_factor") not in (None, 100) and not self.cleaned_data.get("hours_reason"):
            self.add_error("hours_reason", "The factor is not 100: say why in one line.")
        return cleaned


class AliasForm(TermForm):
    class Meta:
        model = models.Alias
        fields = ["text", "exact", "preferred"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        text = self.cleaned_data.get("text", "")
        skill = self.instance.skill
        if text and self.cleaned_data.get("exact"):
            other = models.Alias.objects.filter(exact=True, key=text).exclude(skill=skill.pk).first()
            if other is not None:
                self.add_error("text", f"“{text}” already names the skill {other.skill.name} exactly.")
            self.refuse_taken("text", text, besides=skill.pk, exact=True)
        elif text:
            if fold_name(text) in {fold_name(skill.slug), fold_name(skill.name)}:
                self.add_error("text", "This is already the skill's own slug or name; it needs no alias.")
            self.refuse_taken("text", text, besides=skill.pk)
        self.instance.key = models.Alias.key_of(text, exact=bool(self.cleaned_data.get("exact")))
        return cleaned


class NamesFormSet(forms.BaseInlineFormSet):
    """Names of one entry, each once: folded, or as it is spelt if it is exact."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[bool, str]] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("text") and not data.get("DELETE"):
                exact = data.get("exact", False)
                key = (exact, data["text"] if exact else fold_name(data["text"]))
                if key in seen:
                    form.add_error("text", f"This name {TWICE}. Keep one.")
                seen.add(key)


class OwnNameForm(LineForm):
    """A name that, when folded, differs from every other of its table, and from the title of every entry.

    `entry` is the field that leads to what it names; `once` is what the refusal ends with.
    """

    entry = ""
    once = ""

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        key = fold_name(text)
        table = self._meta.model._default_manager
        taken = [getattr(name, self.entry) for name in table.filter(key=key).exclude(pk=self.instance.pk)]
        taken += [entry for entry in self.titled() if fold_name(entry.title) == key]
        if taken:
            raise forms.ValidationError(f"“{text}” already names {taken[0]}. {self.once}")
        return text

    def titled(self) -> Iterable[Any]:
        """Return what the names belong to, each with its title."""
        return ()


class StartNameForm(OwnNameForm):
    entry = "start"
    once = "One name leads to one job."

    class Meta:
        model = models.StartName
        fields = ["text"]

    def titled(self) -> Iterable[Any]:
        return models.StartingPoint.objects.all()


class RoleNameForm(OwnNameForm):
    entry = "role"
    once = "One title leads to one role."

    class Meta:
        model = models.RoleName
        fields = ["text"]

    def titled(self) -> Iterable[Any]:
        return models.Role.objects.all()


class SignpostWordForm(OwnNameForm):
    entry = "signpost"
    once = "The same words lead to one place."

    class Meta:
        model = models.SignpostWord
        fields = ["text"]
