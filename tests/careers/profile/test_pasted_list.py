"""A list pasted into the builder: what is known is answered in one form, and what is not stays apart."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import Claim
from careers.profile import forms
from careers.words import LEVEL_WORDS
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")

LIST = "python, sql, airflow, basket weaving"
THREE = {"skill": ["python", "sql", "airflow"], "q": LIST}


@pytest.fixture(params=["/profile/", "/try/"])
def place(request: pytest.FixtureRequest, client: Client) -> str:
    if request.param == "/profile/":
        client.force_login(people.person())
    return str(request.param)


def proposed(context: Any) -> list[str]:
    return [one.skill.slug for one in context["suggestions"]]


def unknown(context: Any) -> list[tuple[str, str]]:
    return [(one.text, one.meant.name if one.meant else "") for one in context["unknown"]]


def test_each_item_is_read_as_a_name(client: Client, place: str) -> None:
    page = client.get(place, {"q": "react, PYTHON; dag | py"})
    assert proposed(page.context) == ["react", "python", "orchestration"]
    assert unknown(page.context) == []
    assert "3 skills in your list" in page.content.decode()


def test_what_is_unknown_stays_apart_and_can_be_kept(client: Client, place: str) -> None:
    page = client.get(place, {"q": "sql, basket weaving, workflow orchestratoin"})
    text = page.content.decode()
    assert proposed(page.context) == ["sql"]
    assert unknown(page.context) == [("basket weaving", ""), ("workflow orchestratoin", "Workflow orchestration")]
    assert "and 2 that we do not know" in text
    assert 'value="basket weaving"' in text
    assert 'id="keep-word-2"' in text
    listed = {"word": "basket weaving", "q": "sql, basket weaving, juggling"}
    kept = client.post(f"{place}words/keep/", listed, follow=True)
    assert kept.context["query"] == "sql, juggling", "what is kept is answered, the rest still waits"


def test_a_list_of_the_unknown_says_so(client: Client, place: str) -> None:
    page = client.get(place, {"q": "basket weaving, juggling"})
    assert proposed(page.context) == []
    assert "We know none of these 2 as skills" in page.content.decode()


def test_a_name_with_a_comma_is_no_list(client: Client, place: str) -> None:
    assert proposed(client.get(place, {"q": "SQL,"}).context) == ["sql"]
    assert proposed(client.get(place, {"q": "Something, else (RAG)"}).context) == ["rag"]
    assert client.get(place, {"q": ","}).status_code == 200


def held(client: Client, place: str) -> dict[str, int]:
    return {one.skill.slug: one.level for one in client.get(place).context["claims"]}


def answer(client: Client, place: str, **more: Any) -> Any:
    return client.post(f"{place}answer/", {**THREE, **more}, follow=True)


def undo(client: Client, page: Any, place: str) -> Any:
    found = re.search(r'name="undo" value="([^"]+)"', page.content.decode())
    assert found
    return client.post(f"{place}undo/", {"undo": found[1], "q": page.context["answered"]["query"]}, follow=True)


class TestAnswering:
    def test_each_skill_has_one_row_and_there_is_one_button(self, client: Client, place: str) -> None:
        text = client.get(place, {"q": LIST}).content.decode()
        assert text.count('name="level-sql"') == len(LEVEL_WORDS)
        assert text.count('id="add-all"') == 1
        assert text.count('name="rest"') == len(LEVEL_WORDS)

    def test_levels_and_one_for_the_rest_are_added_at_once(self, client: Client, place: str) -> None:
        page = answer(client, place, **{"level-python": "4", "rest": "2"})
        assert held(client, place) == {"python": 4, "sql": 2, "airflow": 2}
        assert page.context["answered"]["added"] == ["Airflow 2", "Python 4", "SQL 2"]
        assert "3 skills added" in page.content.decode()

    def test_what_is_left_stays_in_the_field_and_in_the_address(self, client: Client, place: str) -> None:
        page = answer(client, place, **{"level-python": "4"})
        assert held(client, place) == {"python": 4}
        assert page.context["query"] == "sql, airflow, basket weaving"
        assert page.redirect_chain == [(f"{place}?q=sql%2C+airflow%2C+basket+weaving", 302)]
        headers = {"HX-Request": "true"}
        part = client.post(f"{place}answer/", {"skill": ["sql"], "level-sql": "1", "q": LIST}, headers=headers)
        assert part["HX-Replace-Url"] == f"{place}?q=airflow%2C+basket+weaving"

    def test_what_was_typed_while_the_form_stood_there_is_left_too(self, client: Client, place: str) -> None:
        page = answer(client, place, list="python, sql", q="python, sql, juggling", **{"level-python": "4"})
        assert page.context["query"] == "sql, juggling"
        body = {"skill": ["sql"], "level-sql": "1", "list": "python, sql, airflow"}  # without JavaScript
        assert client.post(f"{place}answer/", body, follow=True).context["query"] == "airflow"

    def test_one_level_for_all_never_lowers_what_is_held(self, client: Client, place: str) -> None:
        client.post(f"{place}claim/", {"skill": "python", "level": 4})
        page = answer(client, place, rest="1")
        assert held(client, place) == {"python": 4, "sql": 1, "airflow": 1}
        assert page.context["answered"]["added"] == ["Airflow 1", "SQL 1"]

    def test_what_was_changed_elsewhere_stays_and_the_others_are_added(self, client: Client, place: str) -> None:
        client.post(f"{place}claim/", {"skill": "python", "level": 4})
        page = answer(client, place, **{"level-python": "1", "was-python": "", "level-sql": "2", "was-sql": ""})
        assert held(client, place) == {"python": 4, "sql": 2}
        assert page.context["answered"]["moved"] == ["Python"]
        assert "left as it is: Python" in page.content.decode()
        answer(client, place, **{"level-python": "1", "was-python": "4"})
        assert held(client, place)["python"] == 1, "who sees 4 and says 1 means it"

    def test_all_of_it_is_undone_at_once_and_the_list_is_there_again(self, client: Client, place: str) -> None:
        client.post(f"{place}claim/", {"skill": "python", "level": 2}, follow=True)
        page = answer(client, place, **{"level-python": "4", "was-python": "2", "rest": "3"})
        page = undo(client, page, place)
        assert held(client, place) == {"python": 2}
        assert "as it was before" in page.content.decode()
        assert page.context["query"] == "sql, airflow, basket weaving"

    def test_an_undo_leaves_what_was_changed_since(self, client: Client, place: str) -> None:
        page = answer(client, place, rest="3")
        client.post(f"{place}claim/", {"skill": "sql", "level": 5})
        page = undo(client, page, place)
        assert held(client, place) == {"sql": 5}
        assert "which stays: SQL" in page.content.decode()

    def test_sent_twice_it_is_done_once(self, client: Client, place: str) -> None:
        answer(client, place, rest="3")
        page = answer(client, place, rest="3")
        assert "Nothing changed" in page.content.decode()
        assert 'id="undo"' not in page.content.decode()


class TestBadInput:
    def refused(self, client: Client, place: str, body: dict[str, Any], status: int = 400) -> Any:
        page = client.post(f"{place}answer/", body)
        assert page.status_code == status
        assert held(client, place) == {}
        return page

    def test_nothing_chosen_is_told_and_the_list_stays(self, client: Client, place: str) -> None:
        page = self.refused(client, place, THREE)
        assert "Choose a level" in page.context["error"]
        assert proposed(page.context) == ["python", "sql", "airflow"]

    @pytest.mark.parametrize("level", ["6", "-1", "2.5", "three", "٣", "\x00"])
    def test_what_is_no_level_is_refused_and_the_rest_stays_chosen(
        self, client: Client, place: str, level: str
    ) -> None:
        page = self.refused(client, place, {**THREE, "level-sql": level, "level-python": "4"})
        assert "is not a level" in page.context["error"]
        assert {one.skill.slug: one.chosen for one in page.context["suggestions"]}["python"] == 4

    @pytest.mark.parametrize("skill", ["nope", "a\x00b", "<script>", "../sql"])
    def test_a_skill_that_is_gone_adds_nothing(self, client: Client, place: str, skill: str) -> None:
        page = self.refused(client, place, {"skill": [skill, "sql"], "rest": "2"}, status=409)
        assert "no longer part" in page.context["error"]
        assert b"<script>" not in page.content

    def test_a_name_of_ten_thousand_letters_is_refused(self, client: Client, place: str) -> None:
        page = self.refused(client, place, {"skill": ["x" * 10_000], "rest": "2"})
        assert "1,000 letters" in page.context["error"]

    def test_too_many_at_once_are_refused(self, client: Client, place: str) -> None:
        page = self.refused(client, place, {"skill": [f"s{n}" for n in range(51)], "rest": "2"})
        assert "more than 50" in page.context["error"]


class TestALongList:
    def pasted(self, client: Client, place: str, names: str) -> Any:
        return client.post(f"{place}paste/", {"names": names}, follow=True)

    def test_lines_are_items(self, client: Client, place: str) -> None:
        page = self.pasted(client, place, "Python\nSQL\r\n\r\n• Airflow")
        assert proposed(page.context) == ["python", "sql", "airflow"]
        assert page.redirect_chain == [(f"{place}?q=Python%2C+SQL%2C+Airflow", 302)]

    def test_of_five_hundred_words_fifty_are_looked_at_and_that_is_said(self, client: Client, place: str) -> None:
        page = self.pasted(client, place, "\n".join(["sql", *(f"word{n}" for n in range(499))]))
        assert page.context["listed"] == 50
        assert "These are the first 50 of your list. 450 more did not fit" in page.content.decode()

    def test_an_address_holds_it_in_any_script(self, client: Client, place: str) -> None:
        page = self.pasted(client, place, "\n".join("كلمة" * 9 + str(n) for n in range(60)))
        assert 5 < page.context["listed"] < 50
        assert len(page.redirect_chain[0][0]) < forms.LONGEST_ADDRESS + 50

    def test_a_word_of_ten_thousand_letters_is_refused_kindly_and_stays(self, client: Client, place: str) -> None:
        page = self.pasted(client, place, "sql, " + "x" * 10_000)
        assert page.status_code == 400
        assert "10,000 letters long" in page.context["error"]
        assert page.context["pasted"].startswith("sql, xxx")

    def test_markup_is_text(self, client: Client, place: str) -> None:
        page = self.pasted(client, place, "<script>alert(1)</script>, sql, <b>python</b>")
        assert proposed(page.context) == ["sql"]
        assert b"<script>alert" not in page.content
        assert b"<b>python" not in page.content

    @pytest.mark.parametrize("names", ["", " ", ",,;", "\x00", "x" * 200_000])
    def test_what_is_no_list_is_answered(self, client: Client, place: str, names: str) -> None:
        assert self.pasted(client, place, names).status_code in {200, 400}


def test_a_word_that_is_meant_takes_its_place_in_the_list(client: Client, place: str) -> None:
    page = client.get(place, {"q": "sql, workflow orchestratoin, juggling"})
    assert page.context["unknown"][0].instead == "sql, Workflow orchestration, juggling"
    assert "?q=sql%2C%20Workflow%20orchestration%2C%20juggling" in page.content.decode()


def test_a_job_typed_as_a_skill_leads_to_its_start(client: Client, place: str) -> None:
    page = client.get(place, {"q": "qa engineer"}).content.decode()
    assert f'href="{place}start/tester/"' in page
    assert "We know no skill" not in page


def test_a_job_of_that_name_outweighs_those_that_hold_it(client: Client, place: str) -> None:
    raw = drafts.small()
    raw["starts"].append({**raw["starts"][0], "slug": "head", "title": "Head QA engineer", "other_names": []})
    people.publish(raw)

    def jobs(query: str) -> list[str]:
        return [job.start.slug for job in client.get(place, {"q": query}).context["jobs"]]

    assert jobs("qa engineer") == ["tester"]
    assert jobs("engineer") == ["head", "tester"]
    assert jobs("eng") == []
    assert jobs("python") == []


def test_a_part_keeps_what_is_chosen_in_a_list_that_grows(client: Client, place: str) -> None:
    query = {"q": "python, sql, airflow", "level-python": "4", "rest": "2"}
    part = client.get(f"{place}suggest/", query, headers={"HX-Request": "true"})
    checked = re.findall(r'name="([\w-]+)" value="(\d)"[^>]* checked', part.content.decode())
    assert checked == [("rest", "2"), ("level-python", "4")]
    assert part["HX-Replace-Url"] == f"{place}?q=python%2C+sql%2C+airflow"


def test_answering_asks_as_many_questions_for_many_as_for_two() -> None:
    counts = []
    for number, slugs in enumerate((["python", "sql"], [one["slug"] for one in drafts.small()["skills"]])):
        client = Client()
        client.force_login(people.person_with({"rag": 1}, f"{number}@example.org").user)
        client.get("/profile/")
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/profile/answer/", {"skill": slugs, "rest": "2"}).status_code == 302
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Claim.objects.filter(profile__user__email="1@example.org").count() == 7
