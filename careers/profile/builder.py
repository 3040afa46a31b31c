"""The builder over HTTP: the same pages for a profile and for what somebody tries without an account.

A `Record` is what is being built. The views here show and change it; `mounts` says which one it is.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import replace_url, reswap, retarget

from careers.accounts.requests import HtmxRequest
from careers.catalogue import releases
from careers.catalogue.content import Level, StartingPoint
from careers.catalogue.released import Released
from careers.profile import claims, pages
from careers.profile.claims import Replaced, Seen
from careers.profile.forms import (
    LONGEST_ADDRESS,
    LONGEST_LIST,
    ClaimForm,
    ListForm,
    PasteForm,
    RemovalForm,
    StartForm,
    WordForm,
    read_answers,
    read_names,
    typed_levels,
)
from careers.profile.records import Record
from careers.web.requests import back, came_from, form_errors, query_form, typed
from careers.words import LEVEL_WORDS

UNDO_SALT = "careers.undo.2"
NOTES = ("changed", "shown", "answered", "undone", "started", "word")


def page(
    request: HtmxRequest, record: Record, part: str = "", *, error: str = "", status: int = 200, opened: str = ""
) -> HttpResponse:
    """The builder or a part of it, with the offer to undo the last change. What was typed stays, whatever happens."""
    context = _context(request, record, part, error) | {"opened": opened}
    template = f"careers/builder.html{part}" if part else record.template
    response = render(request, template, context, status=status)
    return replace_url(response, _address(record, context["query"])) if part else response


def _context(request: HtmxRequest, record: Record, part: str, error: str) -> dict[str, Any]:
    release, form = releases.for_request(request), _query_form(request)
    named, words = record.named(release), record.words()
    levels = {claim.position: claim.level for claim in named}
    done = request.method == "POST" and not error
    query = pages.left_of(release, _typed(form), levels, words) if done else _typed(form)
    sent = typed_levels(request.POST if request.method == "POST" else request.GET)
    alone = part == "#suggestions"
    notes = {note: None if alone or error else record.notes.pop(note, None) for note in NOTES}
    readable = query if form.is_valid() else ""
    removed = _removed(notes["changed"])
    shown = pages.builder_page(release, named, words, readable, chosen=sent.levels, removed=removed)
    return shown._asdict() | {
        "where": record.where,
        "record_title": record.title,
        "query": query,
        "query_error": " ".join(map(str, form.errors.get("q", []))),
        "error": error,
        **notes,
        "rest": sent.rest,
        "newcomer": not named,
        "changed_levels": _levels_of(release, notes["changed"]),
        "first_jobs": None if named or query or alone else pages.first_jobs(release),
        "pasted": request.POST.get("names", "")[:LONGEST_LIST] if error else "",
        "top": record.beside(release, levels) if record.beside and not alone else None,
    }


def suggest(request: HtmxRequest, record: Record) -> HttpResponse:
    """The list below the search field, as a part of the page; without htmx, the page itself."""
    return page(request, record, "#suggestions" if request.htmx else "")


def opened(request: HtmxRequest, record: Record, slug: str) -> HttpResponse:
    """Show a claim with what changes it: a part of the list for htmx, else the whole page with that claim open."""
    release = releases.for_request(request)
    claim = next((one for one in record.named(release) if one.slug == slug and slug in release.skills), None)
    if claim is None:
        raise Http404("There is no such skill in this list.")
    if not request.htmx:
        return page(request, record, opened=slug)
    choice = pages.Choice(release.skills[slug], claim.level, shown_by=claim.shown_by, quote=claim.quote)
    context = {"claim": choice, "where": record.where, "record_title": record.title}
    return render(request, "careers/builder.html#claim_body", context)


def paste(request: HtmxRequest, record: Record) -> HttpResponse:
    """Take a list of any length and show as much of it as can be answered at once, at an address of its own."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        return refused(request, record, form_errors(form.errors))
    try:
        pasted = read_names(releases.for_request(request), form.cleaned_data["names"])
    except ValidationError as error:
        return refused(request, record, " ".join(error.messages))
    if pasted.left:
        messages.info(
            request,
            f"These are the first {len(pasted.names)} of your list. {pasted.left} more did not fit: "
            "paste them again when these are done.",
        )
    return redirect(_address(record, ", ".join(pasted.names)))


def answer(request: HtmxRequest, record: Record) -> HttpResponse:
    """Set the levels of several skills at once. What is still to be answered stays in the search field."""
    release = releases.for_request(request)
    try:
        answers = read_answers(request.POST)
        done = record.answer(release, answers)
    except ValidationError as error:
        return refused(request, record, " ".join(error.messages))
    except claims.UnknownSkill as unknown:
        gone = f"“{unknown.term[:80]}” is no longer part of the catalogue. Nothing was added: look, and send it again."
        return refused(request, record, gone, status=409)
    except claims.TooMuch as error:
        return refused(request, record, str(error), status=409)
    note_answered(record, release, done, _typed(_query_form(request)))
    return _done(request, record)


def note_answered(record: Record, release: Released, done: claims.Answered, query: str = "") -> None:
    """Note for the next page of the builder what was added, with the way back."""
    undo = signing.dumps(done.replaced, salt=UNDO_SALT + record.owner, compress=True) if done.replaced else ""
    record.notes["answered"] = pages.answered(release, done) | {"undo": undo, "query": query}


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
    """Put back exactly the claims that a change replaced, or their absence. Sent twice, it is done once."""
    release = releases.for_request(request)
    try:
        signed = signing.loads(request.POST.get("undo", ""), salt=UNDO_SALT + record.owner)
        done = [Replaced.from_list(one) for one in signed]
        left = record.take_back(done)
    except signing.BadSignature:
        return refused(request, record, f"There is nothing to undo here. {record.title.capitalize()} is as you see it.")
    except claims.TooMuch as error:
        return refused(request, record, str(error), status=409)
    if left and len(done) == 1:
        elsewhere = f"{left[0]} was changed elsewhere in the meantime, so it stays as it is: look, and choose again."
        return refused(request, record, elsewhere, status=409)
    if len(done) > 1:
        record.notes["undone"] = {"left": left}
    elif done[0].position in release.by_position:
        _note(request, record, release, done[0].back)
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
        return back(request, _address(record, ""))
    if request.htmx:  # htmx only swaps answers that succeeded, so the error is part of the page
        return reswap(retarget(page(request, record, "#builder", error=error), "#builder"), "outerHTML")
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
        _note(request, record, release, done)
    return _done(request, record)


def _note(request: HtmxRequest, record: Record, release: Released, done: Replaced) -> None:
    """Note a change for the next page. The undo travels with that page, signed, so it is exact in every tab."""
    skill = release.by_position[done.position]
    record.notes["changed"] = {
        "at": "mine" if request.POST.get("at") == "mine" else "",
        "skill_slug": skill.slug,
        "skill_name": skill.name,
        "before": done.before and done.before.level,
        "after": done.after and done.after.level,
        "after_word": LEVEL_WORDS[done.after.level] if done.after else "",
        "meaning": skill.meaning(done.after.level) if done.after else "",
        "undo": signing.dumps([done], salt=UNDO_SALT + record.owner, compress=True),
    }


def _done(request: HtmxRequest, record: Record) -> HttpResponse:
    if came_from(request):
        return back(request, _address(record, ""))
    if request.htmx:
        return _row(request, record) if request.POST.get("at") == "mine" else page(request, record, "#builder")
    release = releases.for_request(request)
    held = {claim.position for claim in record.named(release)}
    left = pages.left_of(release, _typed(_query_form(request)), held, record.words())
    changed = record.notes.get("changed")
    at = f"mine-{changed['skill_slug']}" if changed and changed["at"] else None
    return redirect(_address(record, left, at))


def _row(request: HtmxRequest, record: Record) -> HttpResponse:
    """The row that was changed and what follows from it; the whole builder if nothing is left in it."""
    context = _context(request, record, "", "") | {"alone": True}
    changed = context["changed"]
    rows = (row for _, own in context["kinds"] for row in own)
    row = next((row for row in rows if changed and row.skill.slug == changed["skill_slug"]), None)
    if row is None or not context["claims"]:
        response = render(request, "careers/builder.html#builder", context | {"alone": False})
        return reswap(retarget(response, "#builder"), "outerHTML")
    return render(request, "careers/builder.html#changed_row", context | {"claim": row})


def _address(record: Record, query: str, fragment: str | None = None) -> str:
    """The address of the builder with a query, so that Back and a bookmark lead to the same list."""
    return reverse(f"{record.where}:page", query={"q": query} if query else None, fragment=fragment)


def _query_form(request: HtmxRequest) -> ListForm:
    """The query: what stands in the search field now, else the list that a form was made for."""
    sent = request.POST if request.method == "POST" else request.GET
    return ListForm({"q": sent.get("q", sent.get("list", ""))})


def _typed(form: ListForm) -> str:
    """The query as it was typed, valid or not, so that it is still there afterwards."""
    text: str = form.data.get("q", "")
    return text[:LONGEST_ADDRESS].replace("\x00", "")


def _levels_of(release: Released, changed: Any) -> list[Level]:
    """The levels to choose from for the skill of a notice, if it is one that can still be chosen."""
    skill = release.skills.get(changed["skill_slug"]) if changed else None
    return pages.level_choices(skill) if skill else []


def _removed(changed: Any) -> str:
    """The skill that a notice says was taken away."""
    return str(changed["skill_slug"]) if changed and changed["after"] is None else ""


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
