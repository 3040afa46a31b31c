"""Target, pins and hidden roles over HTTP, and the questions: done, said, undone."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from careers.catalogue.released import Released
from careers.models import Profile, RoleMark, User
from careers.profile import operations as profile_operations
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

LEVELS: dict[str, int | None] = {"python": 3, "airflow": 2}


@pytest.fixture
def somebody() -> User:
    return people.person_with(LEVELS).user


def post(tab: Client, path: str, **fields: Any) -> Any:
    return tab.post(path, fields, follow=True)


def undo(tab: Client, page: Any) -> Any:
    """Send the form that the notice offers."""
    chosen = page.context["chosen"]
    return post(tab, f"/matches/{chosen['undo_role']}/{chosen['kind']}/", **chosen["undo"])


def target_of(page: Any) -> str | None:
    return page.context["target"] and page.context["target"].score.role


def shown(page: Any) -> list[str]:
    """The roles in view, from top to bottom: pinned ones, close ones as cards, the others."""
    return [role.score.role for part in ("pinned", "close", "others") for role in page.context[part]]


@pytest.mark.thorough
def test_a_target_is_chosen_changed_and_cleared_and_each_is_undone(tab: Client) -> None:
    page = post(tab, "/matches/engineer/target/", chosen=1)
    assert target_of(page) == "engineer"
    assert "Engineer is your target now." in page.content.decode()
    assert target_of(undo(tab, page)) is None
    post(tab, "/matches/engineer/target/", chosen=1)
    page = post(tab, "/matches/builder/target/", chosen=1)
    assert "Builder is your target now, instead of Engineer." in page.content.decode()
    assert target_of(undo(tab, page)) == "engineer"
    page = post(tab, "/matches/engineer/target/", chosen=0)
    assert "Engineer is no longer your target." in page.content.decode()
    assert target_of(page) is None
    assert target_of(undo(tab, page)) == "engineer"


def test_choosing_twice_changes_once_and_offers_no_undo(tab: Client) -> None:
    post(tab, "/matches/engineer/target/", chosen=1)
    page = post(tab, "/matches/engineer/target/", chosen=1)
    assert page.context["chosen"]["moved"] is False
    assert b"undo-choice" not in page.content


def test_roles_are_pinned_hidden_and_back(tab: Client) -> None:
    first, second = shown(tab.get("/matches/"))
    page = post(tab, f"/matches/{second}/mark/", mark="pinned")
    assert shown(page) == [second, first]
    assert [role.place for role in page.context["pinned"]] == [2]  # a pin moves it in view, not in rank
    page = post(tab, f"/matches/{second}/mark/", mark="hidden")
    assert [role.score.role for role in page.context["hidden"]] == [second]
    assert f'href="/matches/{second}/"' in page.content.decode()  # still reachable, also after the notice is gone
    assert shown(tab.get("/matches/")) == [first]
    assert shown(undo(tab, page)) == [second, first]
    assert shown(post(tab, f"/matches/{second}/mark/", mark="none")) == [first, second]
    assert tab.get(f"/matches/{second}/").status_code == 200


def test_who_hides_everything_still_has_a_page(tab: Client) -> None:
    for role in ("builder", "engineer"):
        post(tab, f"/matches/{role}/mark/", mark="hidden")
    page = tab.get("/matches/")
    assert shown(page) == []
    assert len(page.context["hidden"]) == 2
    assert page.context["unknown"].questions


def test_who_hides_all_but_the_target_is_not_shown_it_twice(tab: Client) -> None:
    post(tab, "/matches/builder/target/", chosen=1)
    post(tab, "/matches/engineer/mark/", mark="hidden")
    page = tab.get("/matches/").content.decode()
    assert "Only your target is left in view" in page
    assert 'class="match"' not in page
    assert "You hid the other 1 role." in page
    post(tab, "/matches/builder/target/", chosen=0)
    post(tab, "/matches/builder/mark/", mark="hidden")
    page = tab.get("/matches/").content.decode()
    assert "You have hidden every role" in page
    assert "fits you best" not in page


def test_every_role_leads_to_a_comparison_and_to_its_choices(tab: Client) -> None:
    page = tab.get("/matches/").content.decode()
    first, second = shown(tab.get("/matches/"))
    assert page.count(f"/roles/compare/?roles={first},{second}") == 2
    for role in (first, second):
        for what in ("more", "target", "pin", "hide"):
            assert f'id="{what}-{role}"' in page


def test_a_hidden_target_is_still_in_view(tab: Client) -> None:
    post(tab, "/matches/builder/mark/", mark="hidden")
    assert "builder" in shown(post(tab, "/matches/builder/target/", chosen=1))


@pytest.mark.thorough
def test_an_old_undo_on_another_device_changes_nothing_and_says_so(tab: Client) -> None:
    other = Client()
    other.force_login(Profile.objects.get().user)
    old = post(tab, "/matches/engineer/target/", chosen=1)
    post(tab, "/matches/engineer/target/", chosen=0)
    post(other, "/matches/builder/target/", chosen=1)
    page = post(tab, "/matches/engineer/target/", chosen=1, was="")  # undoes the clearing, which is not the last word
    assert target_of(page) == "builder"
    assert "changed elsewhere in the meantime, to Builder" in page.content.decode()
    assert target_of(undo(tab, old)) == "builder"  # "no longer Engineer": it is not
    post(tab, "/matches/builder/mark/", mark="pinned")
    post(other, "/matches/builder/mark/", mark="hidden")
    page = post(tab, "/matches/builder/mark/", mark="none", was="pinned")
    assert "moved elsewhere in the meantime" in page.content.decode()
    assert RoleMark.objects.get().mark == "hidden"


@pytest.mark.thorough
def test_choices_outlive_a_rename_and_end_with_the_role(tab: Client) -> None:
    post(tab, "/matches/engineer/target/", chosen=1)
    post(tab, "/matches/engineer/mark/", mark="pinned")
    raw = drafts.small()
    raw["roles"][1] |= {"slug": "maker", "title": "Maker", "former_slugs": ["engineer"]}
    raw["roles"][0]["differences"] = []
    for one in raw["requirements"]:
        one["role"] = one["role"].replace("engineer", "maker")
    people.publish(raw)
    page = tab.get("/matches/")
    [pinned] = [role.score.role for role in page.context["roles"] if role.mark == "pinned"]
    assert (target_of(page), pinned) == ("maker", "maker")
    page = post(tab, "/matches/engineer/mark/", mark="hidden")  # sent by a page from before
    assert RoleMark.objects.get().role == "maker"
    raw["roles"] = raw["roles"][:1]
    for one in raw["requirements"]:
        one["role"] = "builder"
    raw["requirements"] = [one for one in raw["requirements"] if (one["skill"], one["level"]) != ("python", 3)]
    raw["requirements"].sort(key=lambda one: one["skill"])
    people.publish(raw)
    page = tab.get("/matches/")
    assert target_of(page) is None
    assert "no longer in the catalogue" in page.content.decode()
    assert post(tab, "/matches/engineer/target/", chosen=1).status_code == 404


def test_no_choice_moves_a_score(tab: Client) -> None:
    before = [role.score for role in tab.get("/matches/").context["roles"]]
    version = Profile.objects.get().version
    post(tab, "/matches/engineer/target/", chosen=1)
    post(tab, "/matches/builder/mark/", mark="pinned")
    after = [role.score for role in tab.get("/matches/").context["roles"]]
    assert after == before
    assert Profile.objects.get().version == version


def test_choosing_from_the_receipt_comes_back_to_it(tab: Client) -> None:
    page = post(tab, "/matches/engineer/target/", chosen=1, next="/matches/engineer/")
    assert page.redirect_chain == [("/matches/engineer/", 302)]
    assert "Engineer is your target now." in page.content.decode()
    page = post(tab, "/matches/engineer/target/", chosen=0, next="https://elsewhere.example/")
    assert page.redirect_chain == [("/matches/#target", 302)]


def test_htmx_gets_the_page_as_a_part(tab: Client) -> None:
    for path, fields in (("/matches/builder/target/", {"chosen": 1}), ("/matches/builder/mark/", {"mark": "hidden"})):
        part = tab.post(path, fields, headers={"HX-Request": "true"}, follow=True)
        assert part.status_code == 200
        assert b"<html" not in part.content
        assert b'id="page"' in part.content
        assert b"undo-choice" in part.content


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("target", {}),
        ("target", {"chosen": "2"}),
        ("target", {"chosen": "1", "was": "no slug!"}),
        ("target", {"chosen": "1", "was": "a\x00b"}),
        ("mark", {}),
        ("mark", {"mark": "starred"}),
        ("mark", {"mark": "pinned", "was": "starred"}),
    ],
)
def test_what_our_buttons_do_not_send_is_refused(tab: Client, path: str, fields: dict[str, str]) -> None:
    assert tab.post(f"/matches/builder/{path}/", fields).status_code == 400
    assert Profile.objects.get().target == ""
    assert not RoleMark.objects.exists()


@pytest.mark.parametrize("path", ["target", "mark"])
def test_choices_need_a_post_a_log_in_a_token_and_a_role(tab: Client, path: str) -> None:
    assert tab.get(f"/matches/builder/{path}/").status_code == 405
    assert tab.post(f"/matches/nope/{path}/", {"chosen": 1, "mark": "pinned"}).status_code == 404
    sent = {"chosen": 1, "mark": "pinned"}
    assert Client().post(f"/matches/builder/{path}/", sent)["Location"] == "/accounts/login/?next=/matches/"
    part = Client().post(f"/matches/builder/{path}/", sent, headers={"HX-Request": "true"})
    assert part.status_code == 401  # a log-in page is no part of this one
    assert 'href="/accounts/login/?next=/matches/"' in part.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Profile.objects.get().user)
    assert strict.post(f"/matches/builder/{path}/", {"chosen": 1, "mark": "pinned"}).status_code == 403


def test_choices_are_ones_own_and_go_with_the_person(tab: Client) -> None:
    post(tab, "/matches/builder/mark/", mark="hidden")
    post(tab, "/matches/builder/target/", chosen=1)
    other = Client()
    other.force_login(people.person_with(LEVELS, "other@example.org").user)
    page = other.get("/matches/")
    assert target_of(page) is None
    assert page.context["hidden"] == []
    Profile.objects.order_by("pk")[0].user.delete()
    assert not RoleMark.objects.exists()


def test_a_mark_is_one_of_two_and_one_a_role(tab: Client) -> None:
    profile = Profile.objects.get()
    RoleMark.objects.create(profile=profile, role="builder", mark="pinned")
    with pytest.raises(IntegrityError, match="role_mark_known"), transaction.atomic():
        RoleMark.objects.create(profile=profile, role="engineer", mark="star")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleMark.objects.create(profile=profile, role="builder", mark="hidden")


# The questions


def total(page: Any) -> int:
    """The sum of all fits, in hundredths."""
    return sum(role.score.fit or 0 for role in page.context["roles"])


def test_hidden_roles_are_not_asked_about(tab: Client) -> None:
    page = post(tab, "/matches/builder/mark/", mark="hidden")
    assert page.context["unknown"].leading_count == 1
    asked = {one.skill for one in people.releases.current().roles["engineer"].requirements}
    assert {question.skill.slug for question in page.context["unknown"].questions} <= asked


def test_the_target_is_asked_about_though_it_is_far_behind(tab: Client) -> None:
    last = tab.get("/matches/").context["roles"][-1].score
    assert not last.close
    before = {one.skill.slug for one in tab.get("/matches/").context["unknown"].questions}
    page = post(tab, f"/matches/{last.role}/target/", chosen=1)
    assert {one.skill.slug for one in page.context["unknown"].questions} != before


def test_a_question_is_answered_in_place_none_included(tab: Client) -> None:
    page = tab.get("/matches/")
    question = page.context["unknown"].questions[0]
    assert 0 < len(page.context["unknown"].questions) <= 3
    answer = {"skill": question.skill.slug, "was": "", "next": "/matches/#said"}
    after = post(tab, "/profile/claim/", level=0, **answer)
    assert after.redirect_chain == [("/matches/#said", 302)]
    assert total(after) == total(page)  # "none" gives nothing and takes nothing
    assert question.skill.slug not in {one.skill.slug for one in after.context["unknown"].questions}
    assert after.context["roles"][0].score.known >= page.context["roles"][0].score.known
    after = post(tab, "/profile/claim/", level=5, **(answer | {"was": 0}))
    assert total(after) > total(page)


def test_nobody_is_asked_what_is_known(client: Client, release: Released) -> None:
    client.force_login(people.person_with(dict.fromkeys(release.skills, 5)).user)
    page = client.get("/matches/")
    assert page.context["unknown"].questions == []
    assert "everything that counts there is known" in page.content.decode()


def test_a_first_answer_on_the_empty_page_makes_a_list(client: Client) -> None:
    client.force_login(people.person())
    page = client.get("/matches/")
    question = page.context["unknown"].questions[0]
    assert "No score from nothing" in page.content.decode()
    after = post(client, "/profile/claim/", skill=question.skill.slug, level=3, was="", next="/matches/#said")
    assert after.context["has_claims"] is True
    assert {role.score.fit for role in after.context["roles"]} != {None}


def test_a_refused_answer_is_told_on_the_page_it_was_given(tab: Client) -> None:
    post(tab, "/profile/claim/", skill="sql", level=4, was="", next="/matches/")
    page = post(tab, "/profile/claim/", skill="sql", level=2, was="", next="/matches/engineer/")
    assert page.redirect_chain == [("/matches/engineer/", 302)]
    assert "SQL was set to 4 (advanced) elsewhere" in page.content.decode()
    fields = {"skill": "sql", "level": 2, "was": "", "next": "/matches/engineer/"}
    part = tab.post("/profile/claim/", fields, headers={"HX-Request": "true"}, follow=True)
    assert "SQL was set to 4 (advanced) elsewhere" in part.content.decode()
    assert b"<html" not in part.content


def test_open_must_haves_stand_first_on_a_receipt(tab: Client) -> None:
    page = tab.get("/matches/engineer/").context
    assert [(row.skill.slug, row.line.met) for row in page["musts"].lines] == [("sql", False), ("python", True)]
    assert [row.line.essential for row in page["valued"].lines] == [False]


def test_questions_to_the_database_do_not_grow(tab: Client, django_assert_num_queries: Any) -> None:
    tab.get("/matches/")
    with django_assert_num_queries(5):
        tab.get("/matches/")
    profile_operations.change_claims(
        user=Profile.objects.get().user, release=people.releases.current(), levels={"sql": 2, "rag": 3, "react": 1}
    )
    for role in ("builder", "engineer"):
        tab.post(f"/matches/{role}/mark/", {"mark": "hidden"})
    tab.post("/matches/builder/target/", {"chosen": 1})
    tab.get("/matches/")
    for path, number in (("/matches/", 5), ("/matches/builder/", 9)):
        with django_assert_num_queries(number):
            tab.get(path)
