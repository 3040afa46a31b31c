"""A skill we do not know: kept in the person's own words, not scored, removable, counted with nobody attached."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from careers.models import MissedWord, OwnWord, User
from careers.profile import leaving, own_words
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

PLACES = {"profile": "/profile/", "try": "/try/"}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, client: Client) -> str:
    if request.param == "profile":
        client.force_login(people.person())
    return PLACES[request.param]


def keep(client: Client, place: str, word: str, **more: Any) -> Any:
    return client.post(f"{place}words/keep/", {"word": word, **more})


def shown(client: Client, place: str) -> list[str]:
    return [word.text for word in client.get(place).context["words"]]


def keepable(client: Client, place: str, query: str) -> list[str]:
    page = client.get(place, {"q": query})
    offered = [one.text for one in page.context["unknown"] if not one.kept]
    assert page.content.decode().count('id="keep-word') == len(offered)
    return offered


def counts() -> dict[str, int]:
    return dict(MissedWord.objects.counted().values_list("key", "count"))


def somebody(email: str = "other@example.org") -> User:
    """An account that has been signed in to, as those that count are."""
    return people.person(email, last_login=people.NOON)


def counted(place: str, **words: int) -> dict[str, int]:
    """What the editors see of words kept in a place: nothing of a try before there is an account."""
    return words if place == "/profile/" else {}


def test_it_is_offered_where_nothing_is_called_so(client: Client, place: str) -> None:
    assert keepable(client, place, "Basket  weaving") == ["Basket weaving"]
    assert keepable(client, place, "PY") == []  # an alias of Python
    page = client.get(f"{place}?q=pyt")  # finds Python, and may still be something else
    assert [one.skill.slug for one in page.context["suggestions"]] == ["python"]
    assert keepable(client, place, "pyt") == ["pyt"]


def test_it_is_kept_shown_and_said_not_to_be_scored(client: Client, place: str) -> None:
    page = client.post(f"{place}words/keep/", {"word": "  Basket   weaving "}, follow=True)
    assert page.redirect_chain == [(place, 302)]
    assert shown(client, place) == ["Basket weaving"]
    assert "kept and not scored" in page.content.decode()
    assert keepable(client, place, "basket weaving") == []
    assert counts() == counted(place, **{"basket weaving": 1})


def test_twice_is_once_whatever_the_case(client: Client, place: str) -> None:
    for word in ("Basket weaving", "BASKET WEAVING", "basket  weaving"):
        keep(client, place, word)
    assert shown(client, place) == ["Basket weaving"]
    assert counts() == counted(place, **{"basket weaving": 1})


def test_removing_takes_it_out_of_the_count(client: Client, place: str) -> None:
    other = somebody()
    own_words.keep_word(user=other, word="basket weaving")
    keep(client, place, "Basket weaving")
    assert counts() == {"basket weaving": 2 if place == "/profile/" else 1}
    for _ in range(2):
        client.post(f"{place}words/drop/", {"word": "Basket weaving"})
        assert counts() == {"basket weaving": 1}
    assert shown(client, place) == []
    own_words.drop_word(user=other, word="Basket weaving")
    assert counts() == {}


def test_it_moves_no_score(client: Client) -> None:
    client.post("/try/claim/", {"skill": "python", "level": 3})
    before = client.get("/try/roles/").context["roles"]
    keep(client, "/try/", "Basket weaving")
    assert client.get("/try/roles/").context["roles"] == before


def test_a_word_we_know_is_told_and_not_kept(client: Client, place: str) -> None:
    for word in ("Python", "py", "RAG", "apache airflow"):
        answer = keep(client, place, word)
        assert answer.status_code == 400
        assert "We know that one" in answer.context["error"]
    assert counts() == {}


def test_a_word_that_we_came_to_know_leads_to_its_levels(client: Client, place: str) -> None:
    keep(client, place, "Basket weaving")
    raw = drafts.small()
    raw["skills"].append(drafts.skill("baskets", "Baskets", "practice", 7, aliases=["basket weaving"]))
    raw["requirements"].append(drafts.asks("builder", "baskets", 1, 1))
    people.publish(raw)
    page = client.get(place)
    [word] = page.context["words"]
    assert (word.text, word.known.name) == ("Basket weaving", "Baskets")
    assert "We know it now" in page.content.decode()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "word", ["", " ", "\x00", "a\x00b", "\u202e\u202e", "...", "🐍", "x" * 61, "x" * 10_000, "ﷺ" * 60, "\ud800"]
)
def test_what_is_no_word_is_told_and_never_a_500(client: Client, place: str, word: str) -> None:
    body = urlencode({"word": word}, errors="surrogatepass")
    answer = client.post(f"{place}words/keep/", body, content_type="application/x-www-form-urlencoded")
    if answer.status_code == 302:  # a lone surrogate arrives as a replacement character
        pytest.fail("kept")
    assert answer.status_code == 400
    assert answer.context["error"]
    assert counts() == {}


def test_what_cannot_be_seen_is_left_out(client: Client, place: str) -> None:
    keep(client, place, "Bas\u202eket\u200b <b>weaving</b>")
    assert shown(client, place) == ["Basket <b>weaving</b>"]
    assert "<b>weaving" not in client.get(place).content.decode()


@pytest.mark.thorough
def test_there_is_an_end_to_words(client: Client, place: str) -> None:
    for number in range(20):
        assert keep(client, place, f"craft number {number}").status_code == 302
    answer = keep(client, place, "one more", q="one more")
    assert answer.status_code == 409
    assert "Take one away first" in answer.context["error"]
    assert len(shown(client, place)) == 20
    assert counts().get("one more") is None


def test_strangers_neither_fill_nor_empty_the_count(client: Client) -> None:
    """Words without an account, an old signed cookie sent again, sign-ups that nobody confirmed: nothing moves."""
    for n in range(5):
        own_words.keep_word(user=somebody(f"person{n}@example.org"), word="quantum basket weaving")
    keep(client, "/try/", "quantum basket weaving")
    keep(client, "/try/", "my own advertisement")
    old = client.cookies["tried"].value
    for _ in range(6):
        client.cookies["tried"] = old
        client.post("/try/words/drop/", {"word": "quantum basket weaving"})
    client.cookies["tried"] = old
    client.post("/try/forget/")
    strange = people.person("never-confirmed@example.org")
    own_words.keep_word(user=strange, word="my own advertisement")
    own_words.keep_word(user=strange, word="quantum basket weaving")
    assert counts() == {"quantum basket weaving": 5}
    leaving.delete_account(user=strange)
    assert counts() == {"quantum basket weaving": 5}


def test_htmx_gets_the_builder(client: Client, place: str) -> None:
    answer = client.post(f"{place}words/keep/", {"word": "weaving"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert b"In your own words" in answer.content


def test_nobody_takes_anothers_word_away(client: Client) -> None:
    own_words.keep_word(user=somebody(), word="weaving")
    client.force_login(people.person())
    client.post("/profile/words/drop/", {"word": "weaving"})
    assert OwnWord.objects.count() == 1
    assert counts() == {"weaving": 1}


def test_editors_see_words_and_numbers_and_nobody(client: Client) -> None:
    for n in range(3):
        own_words.keep_word(user=somebody(f"other{n}@example.org"), word="Weaving")
    own_words.keep_word(user=User.objects.get(email="other0@example.org"), word="Pottery")
    people.at_desk(client, User.objects.create_superuser("editor@example.org", people.PASSWORD))
    page = client.get("/admin/careers/missedword/")
    assert [(word.key, word.count) for word in page.context["cl"].result_list] == [("weaving", 3), ("pottery", 1)]
    assert "other0@example.org" not in page.content.decode()
    assert client.get("/admin/careers/missedword/?q=pott").context["cl"].result_count == 1
    assert client.get("/admin/careers/missedword/add/").status_code == 403
    word = MissedWord.objects.counted()[0]
    own = client.get(f"/admin/careers/missedword/{word.pk}/change/").content.decode()
    assert "other0@example.org" not in own
    assert "Weaving" not in own  # as one of them typed it
    assert client.post(f"/admin/careers/missedword/{word.pk}/change/", {"key": "x"}).status_code == 403
    assert client.post(f"/admin/careers/missedword/{word.pk}/delete/", {"post": "yes"}).status_code == 403
    answer = client.post("/admin/careers/missedword/", {"action": "delete_selected", "_selected_action": [word.pk]})
    assert OwnWord.objects.count() == 4, answer


def test_an_account_that_is_deleted_takes_its_words_along(client: Client) -> None:
    user = people.person()
    own_words.keep_word(user=user, word="weaving")
    user.delete()
    assert not OwnWord.objects.exists()
