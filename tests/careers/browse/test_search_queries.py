"""The shipped catalogue, searched as people search: `search_queries.json` has the right first answer to each query.

Judged as somebody would who has never seen the catalogue: jobs, tools, everyday words, acronyms, slips of the fingers.
An empty answer says that there is none, which is better than a wrong one.
"""

import json
from pathlib import Path

import pytest
from django.conf import settings

from careers.browse.search_pages import FOLDED, MEANT, SHOWN, SearchPage, search_page
from careers.catalogue.released import Released
from careers.reading import names, spelling
from matching.publishing.preparing import prepare_files
from tests import people

QUERIES = json.loads((Path(__file__).parent / "search_queries.json").read_text())
ODD = {
    "300 letters": "x" * 300,
    "300 words": "data " * 300,
    "one letter, often": "a " * 150,
    "slips without end": "machin lerning enginer pythn kuberntes postgress statisics tensorflw " * 4,
    "html": "<script>alert('engineer')</script>",
    "blanks": " \t\n ",
    "Arabic": "مهندس الذكاء الاصطناعي",
    "emoji": "🐍🐍🐍 👩🏽‍🏫",
    "signs": "%_()[]{}\\/'\";--",
}


@pytest.fixture(scope="module")
def shipped() -> Released:
    prepared = prepare_files(settings.BASE_DIR / "fixtures")
    return Released(number=1, digest=prepared.digest, published_at=people.NOON, content=prepared.content)


def _first(page: SearchPage) -> str:
    return f"{page.first.kind}:{page.first.slug}" if page.first else ""


def test_there_are_enough_queries_and_no_two_alike() -> None:
    assert len({one["query"] for one in QUERIES}) == len(QUERIES) >= 60
    assert {one["first"].partition(":")[0] for one in QUERIES} == {"role", "start", "skill", ""}


@pytest.mark.parametrize("one", QUERIES, ids=lambda one: one["query"])
def test_the_first_answer_is_the_right_one(shipped: Released, one: dict[str, str]) -> None:
    assert _first(search_page(shipped, one["query"])) == one["first"]


@pytest.mark.parametrize("start", ["title", "other_names"])
def test_every_job_is_found_by_all_its_names(shipped: Released, start: str) -> None:
    for one in shipped.starts.values():
        for name in [one.title] if start == "title" else one.other_names:
            hits = [(hit.kind, hit.slug) for hit in shipped.search.find(name)]
            assert ("start", one.slug) in hits[:3], name


def test_every_role_is_found_by_all_its_names(shipped: Released) -> None:
    for role in shipped.roles.values():
        for name in (role.title, *role.other_titles):
            hits = [(hit.kind, hit.slug) for hit in shipped.search.find(name)]
            assert ("role", role.slug) in hits[:2], name  # the first may be a job of this very name


def test_every_signpost_is_found_by_all_its_words(shipped: Released) -> None:
    for post in shipped.content.signposts:
        for word in post.words:
            assert shipped.search.signpost(word) == post, word


def test_every_signpost_has_words_that_nothing_else_answers_better(shipped: Released) -> None:
    """A signpost that only repeats the search is one more thing to keep true."""
    for post in shipped.content.signposts:
        leads = [(lead.kind, lead.slug) for lead in post.leads_to]
        plain = [
            [(hit.kind, hit.slug) for hit in _without_signposts(shipped, word)][: len(leads)] for word in post.words
        ]
        assert post.says or any(found != leads for found in plain), post.slug


def _without_signposts(release: Released, query: str) -> list[object]:
    return [found.hit for found in release.search._placed(query)]


@pytest.mark.parametrize("odd", ODD)
def test_work_is_bounded_whatever_is_typed(shipped: Released, odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared, ranked = [], []
    extract, placed = spelling.process.extract, names.placed
    monkeypatch.setattr(
        spelling.process, "extract", lambda word, words, **more: compared.append(words) or extract(word, words, **more)
    )
    monkeypatch.setattr(names, "placed", lambda terms, *rest: ranked.append(terms) or placed(terms, *rest))
    page = search_page(shipped, ODD[odd])
    assert len(compared) <= spelling.MOST_WORDS + 1  # each word once, and the whole by the API's own rule
    assert len(ranked) <= 3 * (1 + spelling.MOST_TRIED)  # three kinds: as typed, and with slips mended
    assert len(page.meant) <= MEANT
    assert all(len(group.shown) <= SHOWN and len(group.folded) <= FOLDED for group in page.groups)
