"""The pages of documents over HTTP, for a profile and for what somebody tries without an account.

Without an account nothing is kept: the text travels with the form, and a file cannot be read.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from careers.accounts.requests import HtmxRequest
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.documents import found, operations, pages
from careers.documents.extracting import to_json_resume
from careers.documents.forms import NOTHING, Chosen, PasteForm, UploadForm, chosen, confirmed_levels, plus, shown_name
from careers.documents.found import AT_ONCE, LONGEST_TEXT, Content, Spot
from careers.documents.models import Document, DocumentQuerySet
from careers.profile import claims
from careers.profile.builder import note_answered
from careers.profile.claims import Held
from careers.profile.models import Claim
from careers.profile.records import Record
from careers.web.requests import form_errors

LATE = 15  # seconds after which a page says that nobody reads
GONE = "That CV is not here any more: it was saved, discarded, or a day old. Send it again if you need it."


def page(
    request: HtmxRequest,
    record: Record,
    *,
    paste: PasteForm | None = None,
    upload: UploadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the ways to send a CV, and what was sent and not confirmed yet. What was typed stays, whatever happens."""
    context = {
        "where": record.where,
        "record_title": record.title,
        "documents": [] if record.where == "try" else _all_own(request).listed(),
        "paste": paste,
        "upload": upload or UploadForm(),
        "typed": found.clean(request.POST.get("text", ""))[:LONGEST_TEXT] if paste else "",
        "error": form_errors(paste.errors) if paste else "",
    }
    return render(request, "careers/documents.html", context, status=status)


def paste(request: HtmxRequest, record: Record) -> HttpResponse:
    """Read a pasted text: with an account it has a page of its own, without one it is shown and not kept."""
    form = PasteForm(request.POST, kept=record.where != "try")
    if not form.is_valid():
        return page(request, record, paste=form, status=400)
    release, text = releases.for_request(request), form.cleaned_data["text"]
    if record.where == "try":
        return _confirming(request, record, found.read(release, text), None)
    try:
        document = operations.paste(user=request.user, release=release, text=text, at=timezone.now())
    except operations.TooMany as error:
        form.add_error("text", str(error))
        return page(request, record, paste=form, status=409)
    return redirect("profile_documents:document", document.pk)


def upload(request: HtmxRequest, record: Record) -> HttpResponse:
    """Take a file; a worker reads it."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, record, upload=form, status=400)
    file = form.cleaned_data["file"]
    try:
        document = operations.upload(
            user=request.user, name=shown_name(file.name), content=file.read(), at=timezone.now()
        )
    except operations.TooMany as error:
        form.add_error("file", str(error))
        return page(request, record, upload=form, status=409)
    return redirect("profile_documents:document", document.pk)


def document(request: HtmxRequest, record: Record, pk: int) -> HttpResponse:
    """Show a document: that it waits, why it cannot be read, or what was found."""
    own = _own(request, pk)
    if own is None:
        return _gone(request)
    if own.state == Document.State.READ:
        if request.htmx and "poll" in request.GET:
            return HttpResponseClientRedirect(reverse("profile_documents:document", args=[pk]))
        return _confirming(request, record, content_of(own), own)
    waited = (timezone.now() - own.sent_at).total_seconds()
    context = {"document": own, "where": record.where, "record_title": record.title, "late": waited > LATE}
    part = "#state" if request.htmx else ""
    return render(request, f"careers/document.html{part}", context)


def confirm(request: HtmxRequest, record: Record, pk: int | None = None) -> HttpResponse:
    """Save what is ticked; or look for a skill to add, or add one, and show the form again."""
    release = releases.for_request(request)
    own = _own(request, pk) if pk is not None else None
    if pk is not None and (own is None or own.state != Document.State.READ):
        return _gone(request)
    form, asked = chosen(request.POST, release), request.POST.get("do", "save")
    if asked != "save":
        form = plus(form, asked[4:]) if asked.startswith("add:") and asked[4:] in release.skills else form
        if request.htmx:
            return _adding(request, record, own, form)
    content = content_of(own) if own else _sent_text(request, release)
    if asked != "save":
        return _confirming(request, record, content, own, form)
    try:
        levels = confirmed_levels(form, release)
        words = _save(record, release, content, form, levels, own)
    except (ValidationError, claims.TooMuch) as error:
        said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return _confirming(request, record, content, own, form, error=said)
    if words:
        messages.success(request, words)
    return redirect(f"{record.where}:page")


def discard(request: HtmxRequest, record: Record, pk: int) -> HttpResponse:
    """Erase a document and all that was read in it."""
    own = _own(request, pk)
    if own is not None:
        operations.discard(document=own)
    messages.success(request, "Discarded. The file, its text and what was found in it are gone.")
    return redirect("profile_documents:page")


def json_resume(request: HtmxRequest, record: Record) -> HttpResponse:
    """Download one's skills and words as a JSON Resume, which reads back as the same profile."""
    held = sorted((claim.name, claim.level) for claim in record.named(releases.for_request(request)))
    resume = to_json_resume([*held, *((word, None) for word in sorted(record.words()))])
    file = HttpResponse(resume, content_type="application/json")
    file["Content-Disposition"] = f'attachment; filename="skills-{timezone.now():%Y-%m-%d}.json"'
    return file


def content_of(document: Document) -> Content:
    """What was read in a document, as values."""
    return Content(
        document.text,
        tuple(Spot(*one) for one in document.finds),
        tuple(Spot(*one) for one in document.suggestions),
        tuple(document.unknown),
        tuple(document.warnings),
    )


def _own(request: HtmxRequest, pk: int) -> Document | None:
    """The person's own document, if it is still kept."""
    return _all_own(request).filter(pk=pk).first()


def _all_own(request: HtmxRequest) -> DocumentQuerySet:
    return Document.objects.filter(profile__user=request.user).kept(timezone.now())


def _gone(request: HtmxRequest) -> HttpResponse:
    messages.info(request, GONE)
    to = reverse("profile_documents:page")
    return HttpResponseClientRedirect(to) if request.htmx else redirect(to)


def _sent_text(request: HtmxRequest, release: Released) -> Content:
    """The text that travels with the form, read again."""
    return found.read(release, found.clean(request.POST.get("text", ""))[:AT_ONCE])


def _confirming(
    request: HtmxRequest,
    record: Record,
    content: Content,
    own: Document | None,
    form: Chosen | None = None,
    *,
    error: str = "",
) -> HttpResponse:
    """The page with the finds of a text."""
    release, held = releases.for_request(request), record.levels()
    shown = pages.confirm_page(release, content, held, record.words(), form)
    adding = pages.adding(release, held, form or NOTHING, {row.skill.slug for row in shown.rows})
    context: dict[str, Any] = shown._asdict() | {
        "adding": adding,
        "number": shown.number,
        "document": own,
        "text": content.text,
        "action": _action(own),
        "where": record.where,
        "record_title": record.title,
        "error": error,
    }
    return render(request, "careers/confirm.html", context, status=400 if error else 200)


def _adding(request: HtmxRequest, record: Record, own: Document | None, form: Chosen) -> HttpResponse:
    """The part of the form for what was not found. It needs no text, so that typing waits for none to be read."""
    adding = pages.adding(releases.for_request(request), record.levels(), form)
    return render(request, "careers/confirm.html#adding", {"adding": adding, "action": _action(own)})


def _action(own: Document | None) -> str:
    """Where the form is sent."""
    return reverse("profile_documents:confirm", args=[own.pk]) if own else reverse("try_documents:confirm")


def _save(
    record: Record, release: Released, content: Content, form: Chosen, levels: dict[str, int], own: Document | None
) -> str:
    """Make claims of what is ticked, keep words, erase the document: all or nothing. Return what to say of words."""
    quotes = found.quotes_of(found.by_skill(release, content.text, content.spots))
    with transaction.atomic():
        claimed = {slug: _claim(level, quotes.get(slug)) for slug, level in levels.items()}
        done = record.confirm(release, claimed, form.seen)
        words = _keep_words(record, [word for word in form.words if word in content.unknown])
        if own is not None:
            operations.discard(document=own)
    note_answered(record, release, done)
    return words


def _claim(level: int, quote: str | None) -> Held:
    """A claim of what was found, with its quote; of what the person added themselves, in their own name."""
    return Held(level, Claim.Source.SELF, "") if quote is None else Held(level, Claim.Source.DOCUMENT, quote)


def _keep_words(record: Record, words: list[str]) -> str:
    """Keep as many of these words as there is room for; return what to say of it."""
    for kept, word in enumerate(words):
        try:
            record.keep_word(word)
        except claims.TooMuch:
            return f"There was room for {kept} more words of your own; left out: {', '.join(words[kept:])}."
    return f"Kept in your own words: {', '.join(words)}." if words else ""
