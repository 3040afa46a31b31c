"""The pages of job ads: read, correct, keep, name, delete, compare; bad input; other people's ads."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from careers.catalogue import releases
from careers.models import Profile
from matching.models import Posting
from matching.postings import operations, views
from tests import people
from tests.matching.postings import ads
from tests.matching.postings.pages import READ, TRIED, browser, kept, profile, send, words

__all__ = ["browser", "profile"]  # the fixtures

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("shipped")]


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


def test_an_ad_that_calls_itself_another_role_is_told_so(browser: Client) -> None:
    asks = "Requirements\n- SQL\n- Data modelling\n- Data pipelines\n- Data warehouses\n- Airflow"
    said = words(send(browser, asks, title="Senior AI Safety Engineer (remote)"))
    assert "It calls itself AI Safety Engineer. By what it asks, it reads most like Data Engineer" in said
    assert "calls itself" not in words(send(browser, asks, title="Data engineer"))
    assert "calls itself" not in words(send(browser, ads.ML_ENGINEER))


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


def test_an_ad_that_another_tab_deletes_meanwhile_is_gone(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    posting = kept(browser)
    seen = views._own
    monkeypatch.setattr(views, "_own", lambda request, pk: (seen(request, pk), Posting.objects.all().delete())[0])
    assert browser.post(posting.get_absolute_url(), {"as.sql": "out", "level.sql": "3"}).status_code == 404


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


def test_the_list_says_how_one_fits_each_ad_that_is_kept(browser: Client, profile: Profile) -> None:
    """The fit of the ad's own page, and no verdict where its page has none."""
    kept(browser, title="Known"), kept(browser, "Cook\n\nMust have: pasta", title="Nothing of ours")
    [posting] = Posting.objects.filter(title="Known")
    page = words(browser.get(posting.get_absolute_url()))
    shown = re.search(r"(\d+)( so far)? of 100", page)
    assert shown
    said = words(browser.get(READ))
    assert re.search(rf"Known \d+ \w+ \d+ Your fit: {shown[1]} ", said)
    assert ("so far" in said) == bool(shown[2])
    assert said.count("Your fit:") == 1, "nothing is said of an ad that asks nothing"
    profile.claims.all().delete()
    assert "Your fit" not in words(browser.get(READ))


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
