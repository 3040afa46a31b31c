"""No page, message or mail speaks in the words of a library: its own texts are read from its sources and looked for."""

import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
import time_machine
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import mail
from django.core.cache import cache as counts
from django.db import transaction
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver, reverse

from careers.accounts import adapter, mails
from careers.models import User
from careers.web import limits
from tests import people
from tests.architecture.test_urls import ARGUMENTS, names

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

ALLAUTH, DJANGO = Path(allauth.__file__).parent, Path(django.__file__).parent
LEAST = 4  # words; what is shorter may well be ours too, such as "Sign in"
LEAST_AROUND_A_HOLE = 2  # such as "Hello from …!"

# Templates of allauth that nothing here leads to, or that hold no words.
NOT_REACHED = {
    r"account/base_.*": "frames without words, or of codes",
    r"account/email/base_message\.txt": "ours stands in the same place",
    r"account/email/(login_code|password_reset_code)_.*": "codes are not used",
    r"account/email/email_confirm_.*": "never sent",
    r"account/messages/(login_code_sent|phone_.*)\.txt": "codes and phones are not used",
    r"account/(confirm_.*|request_login_code|phone_change|signup_by_passkey)\.html": "codes, phones, passkeys",
    r"account/signup_closed\.html": "signing up is open",
    r"account/snippets/already_logged_in\.html": "not included by any page",
    r"mfa/(base_.*|recovery_codes/base|totp/base)\.html": "frames",
    r"mfa/recovery_codes/download\.txt": "codes alone",
    r"mfa/(trust\.html|webauthn/.*)": "neither trusted browsers nor security keys",
    r"mfa/(email|messages)/webauthn_.*": "no security keys",
}
LIBRARIES = [
    *sorted(ALLAUTH.glob("templates/account/**/*.*")),
    *sorted(ALLAUTH.glob("templates/mfa/**/*.*")),
    *sorted(ALLAUTH.glob("account/**/*.py")),
    *sorted(ALLAUTH.glob("mfa/**/*.py")),
    *sorted(ALLAUTH.glob("core/**/*.py")),
    *sorted(DJANGO.glob("forms/*.py")),
    DJANGO / "core/validators.py",
    DJANGO / "contrib/auth/password_validation.py",
    DJANGO / "contrib/auth/forms.py",
]
TRANSLATED = re.compile(
    r"""\{%\s*blocktrans(?:late)?[^%]*%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}"""
    r"""|\{%\s*trans(?:late)?\s+"([^"]+)"|\{%\s*trans(?:late)?\s+'([^']+)'"""
    r"""|(?:_|gettext(?:_lazy)?)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)""",
    re.DOTALL,
)
PLURALS = re.compile(
    r"""ngettext(?:_lazy)?\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)""", re.DOTALL
)
HOLES = re.compile(r"\{\{.*?\}\}|%\(\w+\)[sd]|%[sd]|\{\w*\}")


def texts_of(source: str) -> Iterator[str]:
    """The texts that a template or a module would have translated, each on one line."""
    found = [*TRANSLATED.findall(source), *PLURALS.findall(source)]
    for text in (text for match in found for text in match if text):
        joined = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)) if text.lstrip().startswith('"') else text
        yield " ".join(joined.replace('\\"', '"').split())


@cache
def default_texts() -> dict[str, re.Pattern[str]]:
    """{text: pattern} of all that are long enough to be told from ours."""
    found: dict[str, re.Pattern[str]] = {}
    for path in LIBRARIES:
        for text in texts_of(path.read_text(encoding="utf-8")):
            least = LEAST_AROUND_A_HOLE if HOLES.search(text) else LEAST
            if len(re.findall(r"[A-Za-z’']+", HOLES.sub(" ", text))) >= least:
                found[text] = re.compile(".{1,200}?".join(map(re.escape, HOLES.split(text))))
    return found


def plain(content: str) -> str:
    """The words of a page or mail, on one line."""
    bare = re.sub(r"<(style|script)\b.*?</\1>", " ", content, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def defaults_in(content: str) -> list[str]:
    words = plain(content)
    return [text for text, pattern in default_texts().items() if pattern.search(words)]


class Visitor:
    """Walks through pages and forms; whatever is shown or sent meanwhile is read."""

    def __init__(self) -> None:
        self.client = Client()
        self.found: list[tuple[str, list[str]]] = []
        self.read = 0

    def get(self, address: str) -> Any:
        return self._read(f"GET {address}", self.client.get(address, follow=True))

    def send(self, address: str, **fields: str) -> Any:
        return self._read(f"POST {address} {str(fields)[:80]}", self.client.post(address, fields, follow=True))

    def _read(self, where: str, answer: Any) -> Any:
        assert answer.status_code < 500, where
        self._look(where, answer.content.decode())
        return answer

    def _look(self, where: str, content: str) -> None:
        self.read += 1
        defaults = defaults_in(content)
        if defaults:
            self.found.append((where, defaults))

    def read_mails(self) -> list[Any]:
        """Read the mails, as text and as HTML, and take them out of the box."""
        sent, mail.outbox[:] = list(mail.outbox), []
        for one in sent:
            [(markup, kind)] = one.alternatives
            assert kind == "text/html"
            for part in (one.subject, one.body, markup):
                self._look(f"mail “{one.subject}”", str(part))
        return sent


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    visitor = Visitor()
    yield visitor
    visitor.read_mails()
    assert visitor.read > 2
    assert visitor.found == []


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found[1]


def confirmed(email: str = "a@example.org") -> User:
    user = people.person(email)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def log_in(visitor: Visitor, email: str = "a@example.org") -> None:
    visitor.send(reverse("account_login"), login=email, password=people.PASSWORD)
    visitor.send(reverse("account_reauthenticate"), password=people.PASSWORD)


# What is looked for is found


def test_the_texts_of_the_libraries_are_found() -> None:
    known = default_texts()
    assert len(known) > 150
    for planted in (
        "Hello from 127.0.0.1:8000!",
        "Thank you for using 127.0.0.1:8000! 127.0.0.1:8000",
        "<li>Ensure this value has at most 200 characters (it has 300).</li>",
        "This password is too short. It must contain at least 10 characters.",
        "Successfully signed in as a@example.org.",
        "<p>Confirmation email sent\n to a@example.org.</p>",
        "The email address and/or password you specified are not correct.",
        "Select a valid choice. magic is not one of the available choices.",
    ):
        assert defaults_in(planted), planted
    assert defaults_in("Your new password is set. You are signed out everywhere else.") == []


# Templates and errors, one by one


def library_templates() -> list[str]:
    folder = ALLAUTH / "templates"
    found = [*folder.glob("account/**/*.*"), *folder.glob("mfa/**/*.*")]
    return sorted(str(path.relative_to(folder)) for path in found)


@pytest.mark.parametrize("name", library_templates())
def test_every_template_that_is_reached_is_ours(name: str) -> None:
    ours = get_template(name).origin.name.startswith(str(settings.BASE_DIR / "templates"))  # type: ignore[attr-defined]
    reached = not any(re.fullmatch(pattern, name) for pattern in NOT_REACHED)
    assert ours or not reached, f"{name} is the library's"


def test_what_is_not_reached_is_there() -> None:
    for pattern in NOT_REACHED:
        assert any(re.fullmatch(pattern, name) for name in library_templates()), pattern


OF_OTHERS = re.compile("phone|username")  # log-ins that are not used


@pytest.mark.parametrize(
    ("own", "theirs"), [(adapter.AccountAdapter, DefaultAccountAdapter), (adapter.MFAAdapter, DefaultMFAAdapter)]
)
def test_every_error_of_an_adapter_is_worded_here(own: Any, theirs: Any) -> None:
    same = {
        key
        for key, text in theirs.error_messages.items()
        if str(own.error_messages[key]) == str(text) and not OF_OTHERS.search(key)
    }
    assert same == set()
    assert own.error_messages.keys() == theirs.error_messages.keys()


# Everything that one can open or send


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_of_an_account(visitor: Visitor, signed_in: bool) -> None:
    if signed_in:
        confirmed()
        log_in(visitor)
    for name in sorted(set(names(get_resolver()))):
        if (
            name.startswith(("account_", "mfa_", "session", "tokens", "data", "leave", "privacy"))
            and name != "account_logout"
        ):
            visitor.get(reverse(name, args=ARGUMENTS.get(name, [])))
    visitor.get(reverse("account_logout"))
    visitor.send(reverse("account_logout"))


@pytest.mark.parametrize("verification", ["optional", "mandatory"])
def test_signing_up(visitor: Visitor, settings: Any, verification: str) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    page = reverse("account_signup")
    for email in ("", "a", "x" * 300 + "@example.org", "a\x00@example.org"):
        visitor.send(page, email=email, password1=people.PASSWORD)
    for password in ("", "short", "password12", "1234567890", "new@example.org", "x" * 2000, "a\x00b" * 10):
        visitor.send(page, email="new@example.org", password1=password)
    assert not User.objects.exists()
    visitor.send(page, email="new@example.org", password1=people.PASSWORD)
    [welcome] = visitor.read_mails()
    assert welcome.subject == "Welcome to Rolewise: confirm your address"
    visitor.client.logout()
    visitor.send(page, email="new@example.org", password1=people.PASSWORD)
    known = [one.subject for one in visitor.read_mails()]
    assert known == (["You have an account at Rolewise already"] if verification == "mandatory" else [])
    visitor.send(reverse("account_login"), login="new@example.org", password=people.PASSWORD)
    visitor.get(link_in(welcome))
    visitor.send(link_in(welcome))
    visitor.get(link_in(welcome))


def test_signing_in_and_a_new_password(visitor: Visitor) -> None:
    user = confirmed()
    login, reset = reverse("account_login"), reverse("account_reset_password")
    visitor.send(login, login="", password="")
    visitor.send(login, login="a@example.org", password="wrong")
    visitor.send(login, login="x" * 300 + "@example.org", password="x" * 2000)
    visitor.send(reset, email="")
    visitor.send(reset, email="nonsense")
    visitor.send(reset, email="nobody@example.org")
    assert visitor.read_mails()[0].subject == "No account at Rolewise has this address"
    visitor.send(reset, email=user.email)
    [message] = visitor.read_mails()
    form = visitor.get(link_in(message))
    action = form.request["PATH_INFO"]
    visitor.send(action, password1="", password2="")
    visitor.send(action, password1="another long password", password2="yet another password")
    visitor.send(action, password1="short", password2="short")
    visitor.send(action, password1="another long password", password2="another long password")
    assert [one.subject for one in visitor.read_mails()] == ["Your new password is set"]
    visitor.get(link_in(message))  # which works once
    user.is_active = False
    user.save()
    visitor.send(login, login=user.email, password="another long password")


def test_another_address_and_another_password(visitor: Visitor) -> None:
    confirmed()
    confirmed("taken@example.org")
    log_in(visitor)
    email, password = reverse("account_email"), reverse("account_change_password")
    for address in ("", "nonsense", "a@example.org", "taken@example.org", "x" * 300 + "@example.org"):
        visitor.send(email, email=address, action_add="1")
    visitor.send(email, email="new@example.org", action_add="1")
    visitor.send(email, email="new@example.org", action_send="1")
    visitor.send(email, email="a@example.org", action_remove="1")
    confirmation = visitor.read_mails()[-1]
    assert confirmation.subject == "Is this your address? Confirm it for Rolewise"
    visitor.send(link_in(confirmation))
    assert [one.subject for one in visitor.read_mails()] == ["Your address was changed"]
    for new, again in (("", ""), ("short", "short"), ("a new long password", "another one at all")):
        visitor.send(password, oldpassword=people.PASSWORD, password1=new, password2=again)
    visitor.send(password, oldpassword="wrong", password1="a new long password", password2="a new long password")
    visitor.send(
        password, oldpassword=people.PASSWORD, password1="a new long password", password2="a new long password"
    )
    assert [one.subject for one in visitor.read_mails()] == ["Your password was changed"]


def test_a_second_factor(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda do: do())  # a test commits nothing
    user = confirmed()
    with time_machine.travel(people.NOON, tick=False):
        log_in(visitor)
        page = visitor.get(reverse("mfa_activate_totp"))
        for wrong in ("", "000000", "words", "1" * 2000):
            visitor.send(reverse("mfa_activate_totp"), code=wrong)
        code = people.authenticator_code(page.context["form"].secret, people.NOON.timestamp())
        visitor.send(reverse("mfa_activate_totp"), code=code)
        for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
            visitor.get(reverse(name))
        visitor.send(reverse("mfa_generate_recovery_codes"))
        visitor.send(reverse("account_logout"))
        visitor.send(reverse("account_login"), login=user.email, password=people.PASSWORD)
        visitor.send(reverse("mfa_authenticate"), code="000000")
        visitor.send(reverse("mfa_authenticate"), code="")
    with time_machine.travel(people.NOON.replace(hour=13), tick=False):
        visitor.send(reverse("account_login"), login=user.email, password=people.PASSWORD)
        code = people.authenticator_code(page.context["form"].secret, people.NOON.replace(hour=13).timestamp())
        visitor.send(reverse("mfa_authenticate"), code=code)
        visitor.get(reverse("mfa_reauthenticate"))
        visitor.send(reverse("mfa_reauthenticate"), code="000000")
        visitor.send(reverse("account_reauthenticate"), password="wrong")
        visitor.send(reverse("account_reauthenticate"), password=people.PASSWORD)
        visitor.send(reverse("mfa_deactivate_totp"))
    assert [one.subject for one in visitor.read_mails()] == [
        "Your second factor is on",
        "You have new recovery codes",
        "Your second factor is off",
    ]


def test_the_other_forms_of_the_site(visitor: Visitor) -> None:
    confirmed()
    log_in(visitor)
    long = "x" * 300
    for fields in ({}, {"name": long, "days": "7"}, {"name": "\x00"}):
        visitor.send(reverse("tokens"), **fields)
    visitor.send(reverse("leave"))
    visitor.send(reverse("leave"), email=long)
    visitor.get(f"/search/?q={long}")
    visitor.get("/search/?q=%00")
    visitor.get(f"/profile/?q={long}")
    for fields in ({}, {"skill": "not a slug!", "level": "9"}, {"skill": long, "level": ""}):
        visitor.send("/profile/claim/", **fields)
    visitor.send("/profile/remove/", skill="not a slug!")
    for word in ("", long, "\x00", "!"):
        visitor.send("/profile/words/keep/", word=word)
    visitor.send("/profile/start/tester/")
    visitor.send("/profile/start/tester/", **{"skill": "sql", "level-sql": "9"})
    for fields in ({}, {"role": long, "hours_per_week": "x", "start": "x", "deadline": "x", "target": "x"}):
        visitor.send("/plans/", **fields)
    visitor.send("/plans/", role="builder", hours_per_week="1.234", start="2026-11-28", deadline="2020-01-01")
    refused = visitor.send("/plans/", role="builder", hours_per_week="8", start="2026-11-28", deadline="2020-01-01")
    assert "The deadline, 1 January 2020, is before the start, 28 November 2026." in plain(refused.content.decode())
    visitor.send("/plans/", role="builder", hours_per_week="8", start="2026-11-28", weeks_off="1" * 1001)


@time_machine.travel(people.NOON, tick=False)
def test_too_often_is_a_page_of_ours(visitor: Visitor, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    counts.clear()
    monkeypatch.setitem(limits.LIMITS, "ask_for_mail", limits.Limit("requests", limits.ADDRESS, 1, limits.HOUR))
    for _ in range(3):
        answer = visitor.send(reverse("account_reset_password"), email="nobody@example.org")
    assert answer.status_code == 429
    assert "That was too much at once" in answer.content.decode()


# Mails


def test_a_mail_says_when_with_what_and_what_to_do(visitor: Visitor) -> None:
    confirmed()
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
    visitor.client = Client(HTTP_USER_AGENT=firefox)
    with time_machine.travel(people.NOON, tick=False):
        log_in(visitor)
        new = "a new long password"
        visitor.send(reverse("account_change_password"), oldpassword=people.PASSWORD, password1=new, password2=new)
    [told] = visitor.read_mails()
    assert (
        "on 24 November 2026 at 12:00 (UTC), with Firefox on Windows, from the internet address 127.0.0.1." in told.body
    )
    assert told.from_email.startswith("Rolewise")
    assert told.body.count("\n\n\n") == 0
    assert "http://testserver/accounts/password/reset/" in told.body


def test_the_html_says_what_the_text_says(visitor: Visitor) -> None:
    visitor.send(reverse("account_signup"), email="new@example.org", password1=people.PASSWORD)
    [message] = visitor.read_mails()
    markup = message.alternatives[0][0]
    words = plain(markup)
    for block in mails.blocks(message.body):
        assert block.text in words
        assert not block.href or markup.count(f'href="{block.href}"') == 2
    assert words.startswith(f"{message.subject} Rolewise")
    assert all(len(block.text) < 40 for block in mails.blocks(message.body) if block.href)  # the words of a button
    assert "<script" not in markup
    assert "src=" not in markup  # nothing is loaded from anywhere


@pytest.mark.parametrize("email", ["فاطمة@example.org", "o'hara+<b>@example.org", "a&b@example.org"])
def test_addresses_of_all_kinds_stay_what_they_are(email: str) -> None:
    context = {"email": email, "activate_url": "https://example.org/x", "request": None}
    for prefix in ("account/email/email_confirmation", "account/email/unknown_account"):
        message = adapter.AccountAdapter().render_mail(
            prefix, "x@example.org", context | {"signup_url": "https://e.x/"}
        )
        assert email in message.body
        markup = str(message.alternatives[0][0])
        assert email in html.unescape(markup)
        assert "<b>@" not in markup
        assert 'dir="auto"' in markup


def test_a_mail_has_the_colours_of_the_site() -> None:
    """It brings its style along, so they are written down again there."""
    tokens = settings.BASE_DIR / "careers/static/careers/css/tokens.css"
    message = adapter.AccountAdapter().render_mail("account/email/unknown_account", "a@example.org", {})
    used = set(re.findall(r"#[0-9a-f]{3,6}\b", str(message.alternatives[0][0])))
    assert len(used) > 10
    assert used <= set(re.findall(r"#[0-9a-f]{3,6}\b", tokens.read_text(encoding="utf-8")))


def test_a_subject_stays_on_one_line() -> None:
    context = {"email": "a@example.org\nBcc: everybody@example.org", "activate_url": "https://example.org/x"}
    message = adapter.AccountAdapter().render_mail("account/email/email_confirmation", "x@example.org", context)
    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None


def test_links_live_as_long_as_the_mails_say(settings: Any) -> None:
    from allauth.account import app_settings

    assert app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS == 3
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600


def test_the_authenticator_app_shows_the_name_of_the_site(visitor: Visitor) -> None:
    confirmed()
    log_in(visitor)
    page = visitor.get(reverse("mfa_activate_totp"))
    assert "issuer=Rolewise" in html.unescape(page.context["totp_url"])
