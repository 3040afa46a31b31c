"""What every form and every call of the API is sent: one good body each, by the name of its address."""

from typing import Any, NamedTuple

from tests import people

NEW = "another long password"
_SKILLS = {"skills": {"python": 3, "sql": 1}}
_PLAN = {"role": "builder", "hours_per_week": 8, "start": "2026-12-07"}

_AD = {"text": "You know Python, and SQL is a plus.", "title": "An ad", "do": "keep"}


class Call(NamedTuple):
    """A call of the API: its method, and the body that it is sent as JSON."""

    method: str
    body: Any = None


# Addresses that take a POST: what a person would send. One that is new fails the sweep until it has a row here.
_BUILDER: dict[str, dict[str, Any]] = {
    "answer": {"skill": "python", "level": "2"},
    "claim": {"skill": "python", "level": "3"},
    "drop_word": {"word": "juggling knives"},
    "keep_word": {"word": "juggling knives"},
    "paste": {"names": "Python, SQL"},
    "remove": {"skill": "python"},
    "start": {"skill": ["python"], "level_python": "2"},
    "start_undo": {},
    "undo": {"skill": "python"},
}
FORMS: dict[str, dict[str, Any]] = {
    **{f"{mount}:{name}": fields for mount in ("profile", "try") for name, fields in _BUILDER.items()},
    "account_change_password": {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW},
    "account_confirm_email": {},
    "account_confirm_login_code": {"code": "123456"},
    "account_email": {"email": "other@example.org", "action_add": ""},
    "account_login": {"login": "a@example.org", "password": people.PASSWORD},
    "account_logout": {},
    "account_reauthenticate": {"password": people.PASSWORD},
    "account_reset_password": {"email": "a@example.org"},
    "account_reset_password_from_key": {"password1": NEW, "password2": NEW},
    "account_set_password": {"password1": NEW, "password2": NEW},
    "account_signup": {"email": "new@example.org", "password1": people.PASSWORD},
    "data": {},  # a file of an export, which a form without one asks for
    "data_download": {},
    "forget_tried": {},
    "keep_tried": {},
    "leave": {"email": "a@example.org"},
    "mark": {"mark": "pinned"},
    "mfa_activate_totp": {"code": "123456"},
    "mfa_authenticate": {"code": "123456"},
    "mfa_deactivate_totp": {},
    "mfa_download_recovery_codes": {},
    "mfa_generate_recovery_codes": {},
    "mfa_reauthenticate": {"code": "123456"},
    "news_seen": {},
    "plan_again": {},
    "profile_documents:confirm": {"skill": "python", "level-python": "3"},
    "profile_documents:discard": {},
    "profile_documents:paste": {"text": "Python and SQL since 2019"},
    "profile_documents:upload": {},  # a file, which a form without one asks for
    "try_documents:confirm": {"text": "Python and SQL", "skill": "python", "level-python": "3"},
    "try_documents:paste": {"text": "Python and SQL since 2019"},
    "plan_delete": {},
    "plan_replace": _PLAN,
    "plan_step": {"done": "1"},
    "plan_undelete": {},
    "plans": _PLAN,
    "posting": {"as.python": "nice", "level.python": "2"},
    "posting_delete": {},
    "posting_name": {"title": "Another name"},
    "postings": _AD,
    "role_check": {"skill": "python", "level": "2"},
    "session_end": {},
    "sessions_end_others": {},
    "share": {"name": "A friend"},
    "shown_by": {"skill": "python", "shown_by": "https://example.org/work"},
    "styleguide": {},
    "target": {"chosen": "1"},
    "token_revoke": {},
    "try_postings": _AD,
    "tokens": {"name": "script", "days": "30"},
    "unshare": {},
}
CALLS: dict[str, Call] = {
    "api-current-token": Call("delete"),
    "api-match": Call("post", _SKILLS),
    "api-match-batch": Call("post", {"profiles": [_SKILLS, _SKILLS]}),
    "api-my-plans": Call("post", _PLAN),
    "api-my-profile": Call("patch", _SKILLS),
    "api-my-step": Call("patch", {"done": True}),
    "api-plan": Call("post", _PLAN | _SKILLS),
    "api-read": Call("post", {"text": "Six years of SQL, and basics of Python."}),
    "api-tokens": Call("post", {"email": "a@example.org", "password": people.PASSWORD, "name": "script"}),
}
