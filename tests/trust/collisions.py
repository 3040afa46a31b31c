"""For each unique value, the requests that would take it at the same moment, or why nobody outside can make any."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers import models as careers
from matching import models as matching
from tests import people
from tests.trust.racing import Post

MANY = 10
OWN = "/api/v1/me/"


class Race(NamedTuple):
    """Posts that want the same row of `table`; `rows` is what may be there afterwards: exactly `left` of them.

    `later` is what the loser of a race has to be answered like: somebody who comes when all is over.
    """

    posts: list[Post]
    table: str
    rows: Callable[[], QuerySet[Any]]
    later: Post
    left: int = 1


def browser(user: Any = None) -> Client:
    """A browser that shows a 500 as one, with somebody signed in."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def same_again(client: Client) -> Client:
    """Another tab of the same browser."""
    tab = browser()
    tab.cookies.load({name: cookie.value for name, cookie in client.cookies.items()})
    return tab


def from_tabs(client: Client, send: Callable[[Client], Any], table: str, rows: Callable[[], QuerySet[Any]]) -> Race:
    """A race of the tabs of one browser that all send the same."""
    return Race([partial(send, same_again(client)) for _ in range(MANY)], table, rows, lambda: send(same_again(client)))


# People


def signing_up() -> Race:
    def post(address: str) -> Post:
        return lambda: browser().post(reverse("account_signup"), {"email": address, "password1": people.PASSWORD})

    spelt = ["race@example.org", "Race@Example.org"]
    posts = [post(spelt[number % 2]) for number in range(MANY)]
    return Race(posts, "careers_user", lambda: careers.User.objects.filter(email__iexact=spelt[0]), post(spelt[0]))


def own_calls(path: str, body: Callable[[int], Any], table: str, rows: Callable[[], QuerySet[Any]]) -> Race:
    """Calls of one person, with a token, each with a body of its own."""
    user = people.person()
    method = "patch" if path == "profile/" else "post"

    def call(number: int) -> Post:
        client = browser(user)
        return lambda: getattr(client, method)(f"{OWN}{path}", body(number), content_type="application/json")

    return Race([call(number) for number in range(MANY)], table, rows, call(MANY))


def first_look() -> Race:
    return from_tabs(
        browser(people.person()),
        lambda tab: tab.get(reverse("profile:page")),
        "careers_profile",
        careers.Profile.objects.all,
    )


def first_list() -> Race:
    """Somebody who has claims and opens the list, which notes that they were seen."""
    profile = people.person_with({"python": 3})
    matching.Outlook.objects.all().delete()
    return from_tabs(
        browser(profile.user),
        lambda tab: tab.get(reverse("matches")),
        "matching_outlook",
        matching.Outlook.objects.all,
    )


def claiming() -> Race:
    def rows() -> QuerySet[Any]:
        return careers.Claim.objects.filter(skill__slug="python")

    return own_calls("profile/", lambda number: {"skills": {"python": number % 5 + 1}}, "careers_claim", rows)


def doing() -> Race:
    race = claiming()
    return race._replace(table="careers_deed", rows=lambda: careers.Deed.objects.filter(version=1))


def scored_first() -> Race:
    return claiming()._replace(table="matching_score", rows=matching.Score.objects.all)


def pinning() -> Race:
    return from_tabs(
        browser(people.person()),
        lambda tab: tab.post(reverse("mark", args=["builder"]), {"mark": "pinned"}),
        "careers_rolemark",
        careers.RoleMark.objects.all,
    )


def sharing() -> Race:
    return from_tabs(
        browser(people.person_with({"python": 3}).user),
        lambda tab: tab.post(reverse("share", args=["builder"]), {"name": "A"}),
        "matching_sharedreceipt",
        matching.SharedReceipt.objects.all,
    )


def keeping_a_word() -> Race:
    return from_tabs(
        browser(people.person()),
        lambda tab: tab.post(reverse("profile:keep_word"), {"word": "quantum weaving"}),
        "careers_ownword",
        careers.OwnWord.objects.all,
    )


def sending_a_cv() -> Race:
    return from_tabs(
        browser(people.person()),
        lambda tab: tab.post(reverse("profile_documents:paste"), {"text": "Python, SQL and Airflow"}),
        "careers_document",
        careers.Document.objects.all,
    )


def planning() -> Race:
    body = {"role": "builder", "target": "ready", "hours_per_week": 8, "start": "2026-11-30"}
    return own_calls("plans/", lambda number: body, "matching_plan", matching.Plan.objects.all)


def putting_a_plan_back() -> Race:
    """The tabs of one browser that all put back the plan that was just deleted."""
    client = browser(people.person())
    client.post(
        f"{OWN}plans/", {"role": "builder", "target": "ready", "hours_per_week": 8}, content_type="application/json"
    )
    plan = matching.Plan.objects.get()
    number = plan.steps.count()
    client.post(reverse("plan_delete", args=[plan.pk]))
    assert not matching.Plan.objects.exists()
    race = from_tabs(
        client, lambda tab: tab.post(reverse("plan_undelete")), "matching_plan", matching.PlanStep.objects.all
    )
    return race._replace(left=number)


def adding_an_address() -> Race:
    client = reauthenticated()
    return from_tabs(
        client,
        lambda tab: tab.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"}),
        "account_emailaddress",
        lambda: EmailAddress.objects.filter(email="new@example.org"),
    )


def confirming_one_address() -> Race:
    """Many who have written the same address, and whose links are opened at the same moment."""

    def post(number: int) -> Post:
        user = people.person(f"p{number}@example.org")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        wanted = EmailAddress.objects.create(user=user, email="one@example.org")
        client, key = browser(user), EmailConfirmationHMAC.create(wanted).key
        return lambda: client.post(reverse("account_confirm_email", args=[key]))

    def rows() -> QuerySet[Any]:
        return EmailAddress.objects.filter(email="one@example.org", verified=True)

    return Race([post(number) for number in range(MANY)], "account_emailaddress", rows, post(MANY))


def confirming_a_change() -> Race:
    """The link to a changed address, opened many times."""
    client = reauthenticated()
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    key = EmailConfirmationHMAC.create(EmailAddress.objects.get(email="new@example.org")).key
    return from_tabs(
        client,
        lambda tab: tab.post(reverse("account_confirm_email", args=[key])),
        "account_emailaddress",
        lambda: EmailAddress.objects.filter(primary=True),
    )


def adding_a_second_factor() -> Race:
    from allauth.mfa.models import Authenticator

    client = reauthenticated()
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = people.authenticator_code(secret, timezone.now().timestamp())
    return from_tabs(
        client,
        lambda tab: tab.post(reverse("mfa_activate_totp"), {"code": code}),
        "mfa_authenticator",
        lambda: Authenticator.objects.filter(type="totp"),
    )


def reauthenticated() -> Client:
    """Somebody who has just typed their password."""
    user = people.person()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = browser()
    client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD})
    return client
