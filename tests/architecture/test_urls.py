"""Every address answers: no 500 for anybody, one main heading on a page. A new address needs a row here."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from careers.accounts import operations
from careers.web import limiting, limits
from tests import headers, people

pytestmark = pytest.mark.database

# Arguments for addresses that take some.
ARGUMENTS: dict[str, list[Any]] = {
    "role": ["builder"],
    "skill": ["python"],
    "profile:start": ["tester"],
    "profile:opened": ["python"],
    "profile_documents:document": [1],
    "profile_documents:confirm": [1],
    "profile_documents:discard": [1],
    "try:opened": ["python"],
    "receipt": ["builder"],
    "target": ["builder"],
    "mark": ["builder"],
    "share": ["builder"],
    "unshare": ["builder"],
    "shared_receipt": ["x" * 22],
    "role_check": ["builder"],
    "plan": [1],
    "plan_again": [1],
    "plan_replace": [1],
    "plan_delete": [1],
    "plan_step": [1, 1],
    "posting": [1],
    "posting_name": [1],
    "posting_delete": [1],
    "api-my-plan": [1],
    "api-my-step": [1, 1],
    "try:start": ["tester"],
    "try_receipt": ["builder"],
    "api-role": ["builder"],
    "api-skill": ["python"],
    "token_revoke": [1],
    "session_end": ["x" * 32],
    "account_confirm_email": ["key"],
    "account_reset_password_from_key": ["1", "key"],
}
# It looks with a connection of its own, which does not see what a test has published in its transaction.
MAY_BE_DOWN = {"readyz"}
OURS = {
    "home",
    "roles",
    "skills",
    "role",
    "skill",
    "profile:page",
    "profile_documents:page",
    "profile_documents:paste",
    "profile_documents:upload",
    "profile_documents:document",
    "profile_documents:json_resume",
    "profile_documents:confirm",
    "profile_documents:discard",
    "try_documents:page",
    "try_documents:paste",
    "try_documents:confirm",
    "profile:suggest",
    "profile:claim",
    "profile:opened",
    "profile:paste",
    "profile:answer",
    "shown_by",
    "profile:remove",
    "profile:undo",
    "profile:keep_word",
    "profile:drop_word",
    "keep_tried",
    "search",
    "profile:starts",
    "profile:start",
    "profile:start_undo",
    "method",
    "styleguide",
    "compare",
    "try:page",
    "try:suggest",
    "try:claim",
    "try:opened",
    "try:paste",
    "try:answer",
    "try:remove",
    "try:undo",
    "try:keep_word",
    "try:drop_word",
    "try:starts",
    "try:start",
    "try:start_undo",
    "forget_tried",
    "try_roles",
    "try_receipt",
    "matches",
    "receipt",
    "target",
    "mark",
    "share",
    "unshare",
    "shared_receipt",
    "role_check",
    "history",
    "news_seen",
    "plans",
    "plan",
    "plan_again",
    "plan_replace",
    "plan_undelete",
    "plan_delete",
    "plan_step",
    "postings",
    "posting",
    "posting_name",
    "posting_delete",
    "posting_compare",
    "try_postings",
    "api-plan",
    "api-my-plans",
    "api-my-plan",
    "api-my-step",
    "api-my-next",
    "api-roles",
    "api-role",
    "api-skills",
    "api-skill",
    "api-read",
    "api-match",
    "api-match-batch",
    "api-my-profile",
    "api-my-matches",
    "api-my-history",
    "api-my-export",
    "api-tokens",
    "api-current-token",
    "tokens",
    "token_revoke",
    "sessions",
    "session_end",
    "sessions_end_others",
    "data",
    "data_download",
    "leave",
    "healthz",
    "readyz",
    "api-schema",
    "api-docs",
}


def names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace is None:
                yield from names(pattern)
            elif pattern.namespace != "admin":  # which has tests of its own
                yield from (f"{pattern.namespace}:{name}" for name in names(pattern))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "somebody", "staff"])
def test_every_address_answers(who: str) -> None:
    people.publish()
    client = Client()
    if who != "nobody":
        people.at_desk(client, people.person(is_staff=who == "staff", is_superuser=who == "staff"))
    visited = set()
    for name in sorted(set(names(get_resolver()))):
        answer = client.get(reverse(name, args=ARGUMENTS.get(name, [])))
        assert answer.status_code < 500 or name in MAY_BE_DOWN, name
        assert headers.wrong(answer) == {}, name
        if answer.status_code == 200 and "text/html" in answer["Content-Type"] and name != "api-docs":
            assert answer.content.count(b"<h1") == 1, name
        visited.add(name)
    assert visited >= OURS
    assert len(visited) > 30


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_in_the_menu_says_that_it_is_the_one(signed_in: bool) -> None:
    people.publish()
    client = Client()
    if signed_in:
        client.force_login(people.person_with({"python": 3}, "menu@example.org").user)
    menu = client.get("/roles/").content.decode().split("<nav", 1)[1].split("</nav>", 1)[0]
    links = re.findall(r'<a href="(/[a-z/]*/)"', menu)
    assert "/skills/" in links
    for link in links:
        assert f'<a href="{link}" aria-current="page"' in client.get(link).content.decode()


@pytest.mark.django_db
def test_every_address_has_a_limit_of_its_own(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Besides the brake on everything: `look` or `send` for a page, or a row of its own, and one for each call."""
    people.publish()
    settings.RATE_LIMITS = True
    taken: list[str] = []
    monkeypatch.setattr(limits, "spend", lambda name, *who, units=1: taken.append(name))
    staff, client = people.person(is_staff=True, is_superuser=True), Client()
    token = operations.make_token(user=people.person("caller@example.org"), name="x").text
    for name in sorted(set(names(get_resolver())) - limiting.FREE):
        address = reverse(name, args=ARGUMENTS.get(name, []))
        for method, row in (("get", "look"), ("post", limiting.OF_THEIR_OWN.get(name, "send"))):
            called = address.startswith(limiting.API)
            people.at_desk(client, staff)
            taken.clear()
            getattr(client, method)(address, headers={"Authorization": f"Bearer {token}"} if called else {})
            assert {*taken} & ({"read", "compute", "texts", "personal", "tokens"} if called else {row}), (name, method)
