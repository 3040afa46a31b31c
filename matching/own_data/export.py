"""Everything we hold about one person, as plain values: the answer of `me/export/` and of the download.

A table that leads to a person has a row here, or a reason not to in tests/matching/own_data/test_export.py. Secrets are
named, not shown: a file that lets others in would help nobody.
"""

from base64 import b64encode
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from careers.catalogue import releases
from careers.models import AccessToken, Deed, Document, Mail, Profile, Release, Session, User
from careers.profile import vectors
from careers.words import hundredths
from matching.matches.models import SharedReceipt
from matching.plans.models import Plan, PlanStep
from matching.postings.models import Posting
from matching.scores import fits
from matching.scores.lines import HistoryLine, Lines
from matching.scores.models import Outlook, Score

FORMAT = 1

# The prefixes of what a session holds for the log-in itself; the rest is what the site remembers for the person.
_OF_THE_LOG_IN = ("_", "account_", "mfa")


def everything(*, user: User) -> dict[str, Any]:
    """The person's export: JSON values only (the renderer turns dates into ISO strings)."""
    profile = Profile.objects.filter(user=user).first()
    return {
        "format": FORMAT,
        "account": _account(user),
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).order_by("email").values("email", "verified", "primary")
        ),
        "second_factors": _second_factors(user),
        "sessions": [_session(session) for session in Session.objects.filter(user=user).order_by("expire_date")],
        "tokens": list(
            AccessToken.objects.filter(user=user).values("name", "access", "created_at", "expires_at", "last_used_on")
        ),
        "waiting_mails": [_mail(mail) for mail in Mail.objects.filter(user=user).order_by("pk")],
        "profile": _profile(profile) if profile else None,
        "documents": [_document(one) for one in Document.objects.filter(profile__user=user).order_by("pk")],
        "score": _score(profile) if profile else None,
        "outlook": _outlook(profile) if profile else None,
        "shared_receipts": list(SharedReceipt.objects.filter(profile__user=user).values("role", "name", "made_at")),
        "plans": [_plan(plan) for plan in Plan.objects.of(profile).with_steps()] if profile else [],
        "postings": [_posting(posting) for posting in Posting.objects.of(profile)] if profile else [],
        "history": [_history(line) for line in Lines(profile.records.newest_first()).all()] if profile else [],
        "edits": [_edit(entry) for entry in _edits(user)],
        "releases": list(Release.objects.filter(author=user).values("number", "reason", "published_at")),
    }


def _account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "password": "kept as a digest only" if user.has_usable_password() else None,
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "told_that_it_is_idle_at": user.idle_told_at,
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "rights": sorted(user.user_permissions.values_list("codename", flat=True)),
    }


def _second_factors(user: User) -> list[dict[str, Any]]:
    return list(Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at", "last_used_at"))


def _session(session: Session) -> dict[str, Any]:
    data = session.get_decoded()
    return {
        "device": session.device,
        "began": session.begun_at,
        "last_seen_on": session.seen_on,
        "ends": session.expire_date,
        "remembers": {key: value for key, value in data.items() if not key.startswith(_OF_THE_LOG_IN)},
    }


def _mail(mail: Mail) -> dict[str, Any]:
    """A mail that waits to be sent; not its text, which may hold a link that lets its reader in."""
    return {
        "to": mail.content["to"],
        "subject": mail.content["subject"],
        "written_at": mail.written_at,
        "due_at": mail.due_at,
        "attempts": mail.attempts,
    }


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "version": profile.version,
        "target": profile.target or None,
        "news_seen_of_release": profile.news_seen,
        "marks": list(profile.role_marks.order_by("role").values("role", "mark")),
        "words": list(profile.words.values_list("text", flat=True)),
        "claims": [
            {
                "skill": claim.skill.slug,
                "name": claim.skill.name,
                "level": claim.level,
                "source": claim.source,
                "quote": claim.quote,
                "shown_by": claim.shown_by,
                "updated_at": claim.updated_at,
            }
            for claim in profile.claims.in_full()
        ],
        "deeds": [_deed(deed) for deed in profile.deeds.order_by("version")],
    }


def _deed(deed: Deed) -> dict[str, Any]:
    """What the person did that changed their levels."""
    return {
        "version": deed.version,
        "kind": deed.kind,
        "about": deed.about or None,
        "title": deed.title or None,
        "step": deed.step,
        "changes_by_skill_position": deed.changes,
        "comes_to_nothing_with_version": deed.pair,
        "done_at": deed.done_at,
    }


def _document(document: Document) -> dict[str, Any]:
    """A CV on its way into the profile, with all that was found in it."""
    return {
        "name": document.name,
        "state": document.state,
        "sent_at": document.sent_at,
        "file_as_base64": None if document.content is None else b64encode(document.content).decode(),
        "text": document.text,
        "finds_by_skill_position": document.finds,
        "suggestions_by_skill_position": document.suggestions,
        "unknown": document.unknown,
        "warnings": document.warnings,
        "refusal": document.refusal or None,
        "work": {"attempts": document.attempts, "due_at": document.due_at},
    }


def _score(profile: Profile) -> dict[str, Any] | None:
    score = Score.objects.filter(profile=profile).first()
    if score is None:
        return None
    recorded = fits.by_role(releases.numbered(score.release_number), score.fits) if score.release_number else {}
    return {
        "release": score.release_number,
        "profile_version": score.profile_version,
        "scored_at": score.scored_at,
        "fits": {role: None if fit is None else hundredths(fit) for role, fit in sorted(recorded.items())},
        "levels_by_skill_position": vectors.unpacked(score.levels),
        "work": {
            "wanted_version": score.wanted_version,
            "attempts": score.attempts,
            "leased_until": score.leased_until,
        },
    }


def _outlook(profile: Profile) -> dict[str, Any] | None:
    outlook = Outlook.objects.filter(profile=profile).first()
    if outlook is None:
        return None
    return {
        "release": outlook.release_number,
        "profile_version": outlook.profile_version,
        "seen_on": outlook.seen_on,
        "hours_to_ready": outlook.hours,
        "first_steps": outlook.first_steps,
        "work": {
            "wanted_version": outlook.wanted_version,
            "attempts": outlook.attempts,
            "leased_until": outlook.leased_until,
        },
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "role": plan.role,
        "target": "ready" if plan.target is None else hundredths(plan.target),
        "hours_per_week": hundredths(plan.hours_per_week),
        "start": plan.start,
        "deadline": plan.deadline,
        "weeks_off": plan.weeks_off,
        "made_at": plan.made_at,
        "release": plan.release_number,
        "profile_version": plan.profile_version,
        "fit_before": hundredths(plan.fit_before),
        "fit_by_deadline": None if plan.fit_by_deadline is None else hundredths(plan.fit_by_deadline),
        "certificate": plan.certificate,
        "projects_after_steps": plan.projects,
        "replaced_by": plan.replaced_by_id,
        "steps": [_plan_step(step) for step in plan.steps.all()],
    }


def _plan_step(step: PlanStep) -> dict[str, Any]:
    return {
        "number": step.number,
        "skill": step.skill.slug,
        "from_level": step.from_level,
        "to_level": step.to_level,
        "stage": step.stage,
        "hours": step.hours,
        "gain": hundredths(step.gain),
        "asked": step.asked,
        "essential": step.essential,
        "fit_after": hundredths(step.fit_after),
        "band_after": step.band_after,
        "opens_by_skill_position": step.opens,
        "serves_by_skill_position": step.serves,
        "starts": step.starts,
        "ends": step.ends,
        "done_at": step.done_at,
        "level_learned": step.learned,
        "claimed_before": step.before,
        "left_for_later": step.skipped,
    }


def _posting(posting: Posting) -> dict[str, Any]:
    """A job ad as it is kept; skills by their positions."""
    return {
        "title": posting.title,
        "kept_at": posting.kept_at,
        "text": posting.text or None,
        "asks_by_skill_position": posting.content["asks"],
        "names_by_skill_position": posting.content["named"],
    }


def _history(line: HistoryLine) -> dict[str, Any]:
    return {
        "role": line.role,
        "recorded_at": line.recorded_at,
        "fit_before": None if line.fit_before is None else hundredths(line.fit_before),
        "fit_after": None if line.fit_after is None else hundredths(line.fit_after),
        "release_before": line.release_before,
        "release_after": line.release_after,
        "version_before": line.version_before,
        "version_after": line.version_after,
        "parts": [{**part, "points": hundredths(part["points"])} for part in line.parts],
    }


def _edits(user: User) -> list[LogEntry]:
    """The person's changes at the editors' desk, and what others noted there about their account."""
    account = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(user=user) | LogEntry.objects.filter(content_type=account, object_id=str(user.pk))
    return list(entries.select_related("content_type").order_by("action_time", "pk"))


def _edit(entry: LogEntry) -> dict[str, Any]:
    return {
        "when": entry.action_time,
        "what": str(entry.content_type),
        "which": entry.object_repr,
        "change": entry.get_change_message(),
    }
