"""Bad input on the pages of job ads, and ads that are not as ads usually are."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careers.catalogue import releases
from careers.web import limits
from matching.postings import reading
from tests.matching.postings import ads
from tests.matching.postings.pages import READ, TRIED, browser, kept, profile, send, words

__all__ = ["browser", "profile"]  # the fixtures

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("shipped")]


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


def test_what_is_far_too_much_is_refused_too(browser: Client) -> None:
    assert browser.post(READ, {"text": "SQL " * 800_000}).status_code in (400, 413)
