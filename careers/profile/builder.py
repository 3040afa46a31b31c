"""The builder over HTTP: the same pages for a profile and for what somebody tries without an account.

A `Record` is what is being built. The views here show and change it; `mounts` says which one it is.
"""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from careers.accounts.requests import HtmxRequest
from careers.catalogue import releases
from careers.catalogue.content import StartingPoint
from careers.catalogue.released import Released
from careers.profile import claims, pages
from careers.profile.claims import Replaced, Seen
from careers.profile.forms import ClaimForm, RemovalForm, StartForm, WordForm
from careers.profile.records import Record
from careers.web.requests import came_from, form_errors, query_form, typed
from careers.words import LEVEL_WORDS

UNDO_SALT = "careers.undo"


def page(request: HtmxRequest, record: Record, part: str = "", *, error: str = "", status: int = 200) -> HttpResponse:
    """The builder or a part of it, with the offer to undo the last change. What was typed stays, whatever happens."""
    query = query_form(request)
    release = releases.for_request(request)
    text, asked = typed(query), query.cleaned_data.get("q", "")
    if request.method == "POST" and not error and pages.is_answered(release, asked):
        text = asked = ""
    shown = pages.builder_page(release, record.named(release), record.words(), asked)
    silent = part == "#suggestions" or bool(error)
    context = shown._asdict() | {
        "where": record.where,
        "record_title": record.title,
        "query": text,
        "query_error": " ".join(map(str, query.errors.get("q", []))),
        "error": error,
        **{note: None if silent else record.notes.pop(note, None) for note in ("changed", "started", "word")},
        "top": None if part == "#suggestions" else record.beside(release),
    }
    template = f"careers/builder.html{part}" if part else record.template
    return render(request, template, context, status=status)


def suggest(request: HtmxRequest, record: Record) -> HttpResponse:
    """The list below the search field, as a part of the page; without htmx, the page itself."""
    return page(request, record, "#suggestions" if request.htmx else "")


def claim(request: HtmxRequest, record: Record) -> HttpResponse:
    """Set one level. The page says what it did and offers to undo it."""
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return refused(request, record, form_errors(form.errors))
    seen = Seen(form.cleaned_data["was"]) if "was" in request.POST else None
    return _change(request, record, form.cleaned_data["skill"], form.cleaned_data["level"], seen)


def remove(request: HtmxRequest, record: Record) -> HttpResponse:
    """Take one claim away: the skill is unknown again, which is not "none"."""
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return refused(request, record, "Say which skill to take away.")
    return _change(request, record, form.cleaned_data["skill"], None, None)


def undo(request: HtmxRequest, record: Record) -> HttpResponse:
    """Put back exactly the claim that a change replaced, or its absence. Sent twice, it is done once."""
    release = releases.for_request(request)
    try:
        signed = signing.loads(request.POST.get("undo", ""), salt=UNDO_SALT + record.owner)
        done = Replaced.from_list(signed)
        left = record.take_back([done])
    except signing.BadSignature:
        return refused(request, record, f"There is nothing to undo here. {record.title.capitalize()} is as you see it.")
    except claims.TooMuch as error:
        return refused(request, record, str(error), status=409)
    if left:
        elsewhere = f"{left[0]} was changed elsewhere in the meantime, so it stays as it is: look, and choose again."
        return refused(request, record, elsewhere, status=409)
    if done.position in release.by_position:
        _note(record, release, done.back)
    return _done(request, record)


def keep_word(request: HtmxRequest, record: Record) -> HttpResponse:
    """Keep a skill that the catalogue does not know, in the person's own words."""
    form = WordForm(request.POST, release=releases.for_request(request))
    if not form.is_valid():
        return refused(request, record, form_errors(form.errors))
    try:
        record.keep_word(form.cleaned_data["word"])
    except claims.TooMuch as error:
        return refused(request, record, str(error), status=409)
    record.notes["word"] = {"text": form.cleaned_data["word"], "kept": True}
    return _done(request, record)


def drop_word(request: HtmxRequest, record: Record) -> HttpResponse:
    word = request.POST.get("word", "")
    if word in record.words():
        record.drop_word(word)
        record.notes["word"] = {"text": word, "kept": False}
    return _done(request, record)


def starts(request: HtmxRequest, record: Record, *, error: str = "") -> HttpResponse:
    query = query_form(request)
    groups = pages.start_groups(releases.for_request(request), query.cleaned_data.get("q", ""))
    context = {
        "where": record.where,
        "record_title": record.title,
        "groups": groups,
        "found": sum(len(jobs) for _, jobs in groups),
        "query": typed(query),
        "query_error": " ".join(map(str, query.errors.get("q", []))),
        "error": error,
    }
    part = "#jobs" if request.htmx else ""
    return render(request, f"careers/starts.html{part}", context, status=404 if error else 200)


def start(request: HtmxRequest, record: Record, slug: str) -> HttpResponse:
    """Show what a job proposes; on POST, add what was ticked."""
    release = releases.for_request(request)
    if slug not in release.starts and request.method == "POST":  # it was there when the page was opened
        return starts(request, record, error="This job is not among the starting points any more. Nothing was added.")
    if slug not in release.starts:
        raise Http404("There is no starting point at this address.")
    chosen = release.starts[slug]
    if request.method != "POST":
        return _proposals(request, record, chosen)
    form = StartForm(request.POST, release=release, start=chosen)
    return _start_from(request, record, chosen, form)


def start_undo(request: HtmxRequest, record: Record) -> HttpResponse:
    """Put back what the last starting point replaced. Sent twice, or from an older page, it changes nothing."""
    undo = record.notes.get("start_undo")
    if undo is None or str(undo["version"]) != request.POST.get("version"):
        messages.info(request, f"There is nothing left to undo here. {record.title.capitalize()} is as you see it.")
        return redirect(f"{record.where}:page")
    del record.notes["start_undo"]
    left = record.take_back(map(Replaced.from_list, undo["replaced"]))
    if left:
        messages.warning(request, f"Undone, except for what was changed since, which stays: {', '.join(left)}.")
    else:
        messages.success(request, f"Undone. {record.title.capitalize()} is as it was before.")
    return redirect(f"{record.where}:page")


def refused(request: HtmxRequest, record: Record, error: str, *, status: int = 400) -> HttpResponse:
    if came_from(request):
        messages.error(request, error)
        return redirect(came_from(request))
    if request.htmx:  # htmx only swaps answers that succeeded, so the error is part of the page
        return page(request, record, "#builder", error=error)
    return page(request, record, error=error, status=status)


def _change(
    request: HtmxRequest, record: Record, slug: str, level: int | None, seen: Seen[int | None] | None
) -> HttpResponse:
    release = releases.for_request(request)
    try:
        done = record.set_claim(release, slug, level, seen)
    except claims.UnknownSkill:
        gone = f"“{slug}” is no longer part of the catalogue. Look for a skill that is."
        return refused(request, record, gone, status=409)
    except claims.TooMuch as error:
        return refused(request, record, str(error), status=409)
    except claims.Moved as moved:
        now = "taken away" if moved.level is None else f"set to {moved.level} ({LEVEL_WORDS[moved.level]})"
        name = release.skills[slug].name
        elsewhere = f"{name} was {now} elsewhere in the meantime. Nothing was changed here: look, and choose again."
        return refused(request, record, elsewhere, status=409)
    if slug in release.skills:  # a skill that left the catalogue can be taken away but not put back
        _note(record, release, done)
    return _done(request, record)


def _note(record: Record, release: Released, done: Replaced) -> None:
    """Note a change for the next page. The undo travels with that page, signed, so it is exact in every tab."""
    skill = release.by_position[done.position]
    record.notes["changed"] = {
        "skill_slug": skill.slug,
        "skill_name": skill.name,
        "before": done.before and done.before.level,
        "after": done.after and done.after.level,
        "after_word": LEVEL_WORDS[done.after.level] if done.after else "",
        "meaning": skill.meaning(done.after.level) if done.after else "",
        "undo": signing.dumps(done, salt=UNDO_SALT + record.owner, compress=True),
    }


def _done(request: HtmxRequest, record: Record) -> HttpResponse:
    if request.htmx and not came_from(request):
        return page(request, record, "#builder")
    query = query_form(request).cleaned_data.get("q", "")
    if pages.is_answered(releases.for_request(request), query):
        query = ""
    return redirect(came_from(request) or reverse(f"{record.where}:page", query={"q": query} if query else None))


def _proposals(
    request: HtmxRequest, record: Record, start: StartingPoint, refused: StartForm | None = None, error: str = ""
) -> HttpResponse:
    """The page of a starting point; after a refused form, with its error and what was typed."""
    shown = pages.start_page(
        releases.for_request(request),
        start,
        record.levels(),
        ticked=None if refused is None else refused.ticked,
        chosen={} if refused is None else refused.chosen,
    )
    context = shown._asdict() | {"where": record.where, "record_title": record.title, "error": error}
    gone = bool(error) and refused is not None and (not refused.errors or refused.has_error(NON_FIELD_ERRORS, "gone"))
    return render(request, "careers/start.html", context, status=409 if gone else 400 if error else 200)


def _start_from(request: HtmxRequest, record: Record, start: StartingPoint, form: StartForm) -> HttpResponse:
    if not form.is_valid():
        return _proposals(request, record, start, form, " ".join(map(str, form.non_field_errors())))
    release = releases.for_request(request)
    levels = form.cleaned_data["levels"]
    try:
        done = record.start_from(release, levels, start.slug)
    except claims.TooMuch as error:
        return _proposals(request, record, start, form, str(error))
    record.notes["started"] = pages.started(release, start, levels, done)
    if done.replaced:
        record.notes["start_undo"] = {"version": done.version, "replaced": done.replaced}
    return redirect(f"{record.where}:page")
