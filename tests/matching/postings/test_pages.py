"""The pages of job ads: read, correct, keep, name, delete, compare; bad input; other people's ads."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careers.catalogue import releases
from careers.models import Profile
from careers.web import limits
from matching.models import Posting
from matching.postings import operations, reading
from tests import people
from tests.matching.postings import ads

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("shipped")]

READ, TRIED = "/postings/", "/try/postings/"


@pytest.fixture
def profile(shipped: None) -> Profile:
    return people.person_with({"python": 4, "sql": 3, "apache-spark": 0})


@pytest.fixture
def browser(client: Client, profile: Profile) -> Client:
    client.force_login(profile.user)
    return client


def words(answer: Any) -> str:
    """The words of a page, without tags."""
    text = answer.content.decode()
    main = text[text.index("<main") : text.index("</main>")] if "<main" in text else text
    return " ".join(html.unescape(re.sub(r"<(select|svg).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL)).split())


def send(browser: Client, text: str, **fields: str) -> Any:
    return browser.post(READ, {"text": text, "do": "read", **fields})


def kept(browser: Client, text: str = ads.ML_ENGINEER, **fields: str) -> Posting:
    assert send(browser, text, **{"do": "keep", **fields}).status_code == 302
    posting = Posting.objects.first()
    assert posting
    return posting


def test_an_ad_is_read_and_nothing_of_it_is_kept(browser: Client) -> None:
    said = words(send(browser, ads.ML_ENGINEER))
    for part in (
        "Of our roles it reads most like Machine Learning Engineer",
        "4 must-haves",
        "2 nice to have",
        "1 named in passing",
        "PyTorch or TensorFlow : one is enough",
        "Level 4: “ 5+ years”",
        "2 of 4 must-haves",
        "Still open: Machine learning at 3 and PyTorch at 3",
        "Fit, the sum of the lines 24.90 of 100.00",
        "The base",
        "No plan that learns each of these skills itself takes fewer hours",
    ):
        assert part.replace("“ ", "“") in said.replace("“ ", "“"), part
    assert not Posting.objects.exists()


def test_while_little_is_known_there_is_no_verdict(client: Client) -> None:
    client.force_login(people.person_with({"docker": 2}).user)
    said = words(send(client, ads.ML_ENGINEER))
    assert "How you fit it is too early to say: 0 of 4 must-haves" in said
    assert "16 so far of 100" in said
    assert "you: not said" in said
    assert "Say which of it you have" in said


def test_corrections_move_the_fit_at_once(browser: Client) -> None:
    sent = {"as.pytorch": "out", "level.pytorch": "3", "as.machine-learning": "nice", "level.machine-learning": "1"}
    said = words(send(browser, ads.ML_ENGINEER, **sent))
    assert "2 must-haves" in said
    assert "all 2 must-haves" in said
    assert "1 left out PyTorch" in said
    assert "As you say." in said


def test_times_move_the_dates(browser: Client) -> None:
    said = words(send(browser, ads.ML_ENGINEER, hours_per_week="20", start="2030-02-01"))
    assert "at 20 h a week: from 1 February 2030" in said
    bad = send(browser, ads.ML_ENGINEER, hours_per_week="none", start="2030-02-01")
    assert bad.status_code == 200
    assert "Give the hours as a number" in words(bad)
    assert "at 8 h a week" in words(bad), "what can be worked out is shown meanwhile"
    assert "after the year 9999" in words(send(browser, ads.ML_ENGINEER, hours_per_week="0.25", start="9999-12-01"))


def test_an_ad_is_kept_named_corrected_and_deleted(browser: Client, profile: Profile) -> None:
    posting = kept(browser, **{"as.sql": "nice", "level.sql": "2"})
    assert (posting.title, posting.text) == ("Machine Learning Engineer", "")
    address = posting.get_absolute_url()
    assert "3 must-haves" in words(browser.get(address))
    answer = browser.post(address, {"as.sql": "must", "level.sql": "3", "as.docker": "out", "level.docker": "2"})
    assert answer["Location"].startswith(address)
    said = words(browser.get(address))
    assert "4 must-haves" in said
    assert "1 left out" in said
    browser.post(reverse("posting_name", args=[posting.pk]), {"title": "  Tomatoes  "})
    assert "Tomatoes" in words(browser.get(READ))
    browser.post(reverse("posting_name", args=[posting.pk]), {"title": " "})
    assert Posting.objects.get().title == "Tomatoes", "an empty name changes nothing"
    assert browser.post(reverse("posting_delete", args=[posting.pk])).status_code == 302
    assert not Posting.objects.exists()
    for path in ("posting_delete", "posting_name"):
        assert browser.post(reverse(path, args=[posting.pk]), {"title": "x"}).status_code == 404
    assert browser.get(address).status_code == 404


def test_the_fit_to_a_kept_ad_moves_with_what_is_learned(browser: Client, profile: Profile) -> None:
    address = kept(browser).get_absolute_url()
    before = browser.get(address).context["page"].fit.score.fit
    people.profile_operations.change_claims(user=profile.user, release=releases.current(), levels={"pytorch": 3})
    assert browser.get(address).context["page"].fit.score.fit > before


def test_a_line_of_a_kept_ad_is_answered_there_and_undone(browser: Client) -> None:
    address = kept(browser).get_absolute_url()
    assert "I have this" in words(browser.get(address))
    assert "I have this" not in send(browser, ads.ML_ENGINEER).content.decode(), "what is not kept has no address"
    before = browser.get(address).context["page"].fit.score.fit
    there = f"{address}#line-pytorch"
    answer = browser.post("/profile/claim/", {"skill": "pytorch", "level": "3", "next": there})
    assert answer["Location"] == there
    after = browser.get(address)
    assert after.context["page"].fit.score.fit > before
    assert "Undo" in words(after)
    assert "Undo" not in words(browser.get(address)), "the notice is for once"


def test_the_text_is_kept_only_if_that_is_chosen(browser: Client) -> None:
    posting = kept(browser, with_text="1", title="With text")
    assert posting.text == ads.ML_ENGINEER.strip()
    assert "Free tomatoes" in words(browser.get(posting.get_absolute_url()))
    assert "Free tomatoes" not in words(browser.get(kept(browser, title="Without").get_absolute_url()))


def test_the_same_ad_sent_twice_is_kept_once_and_20_are_kept_at_most(browser: Client) -> None:
    for _ in range(2):
        kept(browser)
    assert Posting.objects.count() == 1
    for number in range(operations.MOST_KEPT - 1):
        kept(browser, title=f"Ad {number}")
    answer = send(browser, ads.ML_ENGINEER, do="keep", title="One too many")
    assert answer.status_code == 409
    assert "Delete one first" in words(answer)
    assert "5+ years" in answer.content.decode(), "what was pasted is still there"
    assert Posting.objects.count() == operations.MOST_KEPT


def test_nobody_reaches_the_ad_of_another(browser: Client) -> None:
    own = kept(browser)
    stranger = Client()
    stranger.force_login(people.person_with({"git": 1}, "stranger@example.org").user)
    address = own.get_absolute_url()
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"as.sql": "out", "level.sql": "3"}).status_code == 404
    for path in ("posting_delete", "posting_name"):
        assert stranger.post(reverse(path, args=[own.pk]), {"title": "Mine"}).status_code == 404
    assert "It takes two ads" in words(stranger.get(reverse("posting_compare"), {"ads": [own.pk]}))
    assert Posting.objects.get() == own


def test_ads_side_by_side_begin_with_the_gaps_that_they_share(browser: Client) -> None:
    first, second = kept(browser), kept(browser, "Ferries\n\nMust have: Python, PyTorch, SQL and Airflow\nBonus: Spark")
    third, fourth = kept(browser, title="Third"), kept(browser, title="Fourth")
    said = words(browser.get(reverse("posting_compare"), {"ads": [first.pk, second.pk]}))
    assert "The 2 gaps that they share come first" in said
    for before, after in [("Gaps they share", "PyTorch"), ("PyTorch", "More than one asks"), ("SQL", "Only Ferries")]:
        assert said.index(before) < said.index(after)
    assert said.index("Only Ferries") < said.index("Apache Airflow")
    many = words(browser.get(reverse("posting_compare"), {"ads": [one.pk for one in (first, second, third, fourth)]}))
    assert "1 more was left out" in many
    for odd in (["x"], ["1" * 30], ["-1"], [first.pk], []):
        assert "It takes two ads" in words(browser.get(reverse("posting_compare"), {"ads": odd}))


def test_somebody_without_skills_sees_what_it_asks(client: Client) -> None:
    client.force_login(people.person())
    said = words(send(client, ads.ML_ENGINEER))
    assert "It asks 7 skills that we know" in said
    assert "You have told us no skills yet" in said
    assert "Fit, the sum" not in said
    posting = kept(client)
    both = [posting.pk, kept(client, ads.DATA_ENGINEER).pk]
    assert "Name your skills" in words(client.get(posting.get_absolute_url()))
    assert "4 must-haves" in words(client.get(reverse("posting_compare"), {"ads": both}))


def test_without_an_account_nothing_is_kept(client: Client) -> None:
    assert "pick your skills first" in words(client.get(TRIED))
    assert client.get(READ)["Location"] == TRIED
    said = words(client.post(TRIED, {"text": ads.ML_ENGINEER, "do": "keep"}))
    assert "We keep nothing of it" in said
    client.post("/try/claim/", {"skill": "python", "level": "4"})
    said = words(client.post(TRIED, {"text": ads.ML_ENGINEER}))
    assert "1 of 4 must-haves" in said
    assert "What you picked" not in said or "Fit, the sum of the lines" in said
    assert not Posting.objects.exists()
    assert "SQL" not in str(client.cookies), "no ad is in a cookie"


def test_what_is_sent_after_signing_out_is_read_all_the_same(client: Client) -> None:
    answer = client.post(READ, {"text": ads.ML_ENGINEER}, follow=False)
    assert (answer.status_code, answer["Location"]) == (307, TRIED)


def test_with_an_account_the_page_without_one_leads_to_ones_own(browser: Client) -> None:
    assert browser.get(TRIED)["Location"] == READ
    assert "2 of 4 must-haves" in words(browser.post(TRIED, {"text": ads.ML_ENGINEER}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Paste the text of the ad first"),
        (" \n\t ", "Paste the text of the ad first"),
        ("https://example.org/jobs/1?x=y", "we open no links"),
        ("word " * 10_001, "This text has 50004 characters, and an ad has at most 50000"),
    ],
)
def test_what_is_no_ad_is_refused_with_what_to_do_and_not_lost(browser: Client, text: str, told: str) -> None:
    for address in (READ, TRIED):
        answer = browser.post(address, {"text": text})
        assert answer.status_code == 400
        assert told in words(answer)
        assert html.escape(text.strip())[:1_000] in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        ads.NURSE,
        "x" * 50_000,
        "Python " * 300,
        "Requirements\n" * 3_800,
        "(" * 20_000 + "Python",
        "SQL\x00 and Python\ud800",
        "\u202eSQL\u202c 你好 Python 🐍",
        "<img src=x onerror=alert(1)><script>alert('SQL')</script> You know SQL.",
        "Nice to have: " * 3_000,
    ],
    ids=range(9),
)
def test_any_text_is_answered(browser: Client, text: str) -> None:
    answer = browser.post(READ, {"text": text.encode(errors="replace").decode(), "do": "read"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert "<img src" not in answer.content.decode()
    for field in ("as.sql", "level.sql"):
        assert browser.post(READ, {"text": text.encode(errors="replace").decode(), field: "9" * 400}).status_code == 200


def test_an_ad_without_skills_says_so(browser: Client) -> None:
    said = words(send(browser, ads.NURSE))
    assert "It does not read like one of our roles" in said
    assert "We found no skill in it" in said
    posting = kept(browser, ads.NURSE)
    assert "We found no skill in it" in words(browser.get(posting.get_absolute_url()))
    assert "asks nothing we know" in words(
        browser.get(reverse("posting_compare"), {"ads": [posting.pk, kept(browser).pk]})
    )


def test_an_ad_of_another_trade_is_like_none_of_our_roles(browser: Client) -> None:
    said = words(send(browser, "Web developer\n\nRequirements\n- React\n- PHP\n- Java\n- C#\n- Ruby\n"))
    assert "It does not read like one of our roles" in said
    assert "Like none of our roles" in said
    assert "5 must-haves" in said


def test_an_ad_with_few_skills_is_not_judged(browser: Client) -> None:
    said = words(send(browser, "Office manager\n\nRequirements\n- Excel\n- Organised, friendly, on time\n"))
    assert "It names too few skills to say which role it is" in said
    assert "Too little to say" in said
    assert "1 must-have" in said


def test_an_ad_with_everything_left_out_has_no_fit(browser: Client) -> None:
    out = {f"as.{ask.slug}": "out" for ask in reading.read(releases.current(), ads.ML_ENGINEER).asks}
    answer = send(browser, ads.ML_ENGINEER, **out, **{key.replace("as.", "level."): "1" for key in out})
    assert "7 left out" in words(answer)
    assert "Fit, the sum" not in words(answer)


def test_ads_of_one_kind_alone_and_all_at_3_are_told(browser: Client) -> None:
    said = words(send(browser, "Requirements\nPython\nSQL\nGit\n"))
    assert "The ad has must-haves alone" in said
    assert "of 99.99" in said
    assert "whole hundredths then add up to 99.99" in said
    said = words(send(browser, "Nice to have\nPython\nSQL\n"))
    assert "The ad has no must-haves" in said
    assert "You are there" in said


def test_what_study_does_not_reach_is_said(browser: Client) -> None:
    said = words(send(browser, "Requirements\nExpert in Kubernetes\nSQL\n"))
    assert "Study alone does not reach what the ad asks of Kubernetes" in said


def test_a_cv_and_another_language_are_told(browser: Client) -> None:
    cv = "My CV\n\nEmployment history\n2019 - 2023 I worked on SQL\n2016 - 2019 I was a clerk\nEducation\nA degree."
    assert "This reads like a CV" in words(send(browser, cv))
    german = "Wir suchen eine Person mit Erfahrung in Python und SQL für den Dienst von uns und von der Bahn. " * 2
    assert "does not seem to be in English" in words(send(browser, german))
    assert "does not seem to be in English" not in words(send(browser, ads.ML_ENGINEER))


def test_reading_has_a_limit(browser: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, "ad", limits.LIMITS["ad"]._replace(amount=3))
    assert [send(browser, "SQL").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert browser.get(READ).status_code == 200


def test_a_kept_ad_costs_the_same_however_much_it_asks(browser: Client, django_assert_max_num_queries: Any) -> None:
    small, large = kept(browser, "You know SQL."), kept(browser)
    for posting in (small, large):
        browser.get(posting.get_absolute_url())
        with django_assert_max_num_queries(8):
            assert browser.get(posting.get_absolute_url()).status_code == 200


def test_the_page_part_alone_is_drawn_for_htmx(browser: Client) -> None:
    answer = browser.post(READ, {"text": ads.ML_ENGINEER}, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="page"')
