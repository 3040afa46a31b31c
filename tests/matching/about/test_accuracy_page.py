"""How often it is right, as the method page says it: in force, grown old, or not measured; and what is shipped."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from careers.catalogue.released import Released
from matching.evaluation import measured
from matching.publishing.preparing import prepare_files
from tests import drafts, people


def row(model: str, top1: float, top3: float) -> dict[str, Any]:
    ends = {
        "top1": [top1 - 0.02, top1 + 0.03],
        "top3": [top3 - 0.04, top3 + 0.01],
        "auc": [0.7, 0.8],
        "mrr": [0.4, 0.6],
    }
    return {"model": model, "top1": top1, "top3": top3, "auc": 0.75, "mrr": 0.5, "intervals": ends}


def task(n: int, roles: int, *rows: dict[str, Any], cut: int = 0, share: float | None = None) -> dict[str, Any]:
    return {"n": n, "roles": roles, "understood": 0.5, "cuts": {"n": cut, "share": share}, "rows": list(rows)}


def source(task: str, n: int, roles: int) -> dict[str, Any]:
    return {"task": task, "n": n, "roles": roles}


NOTHING_UNSEEN = {"sources": [], "mean": {"ads": [], "all": []}, "ahead_of_trained": {"ads": None, "all": None}}
# Chance: over the ads (1/2 + 1/4) / 2 first and (1 + 3/4) / 2 in three; over all (1/2 + 1/4 + 1/5) / 3 and so on.
UNSEEN = {
    "sources": [source("lists", 1_000, 2), source("texts", 300, 4), source("people", 2_000, 5)],
    "mean": {
        "ads": [row("rolewise", 0.571, 0.86), row("logistic regression", 0.514, 0.81)],
        "all": [row("rolewise", 0.53, 0.85), row("logistic regression", 0.52, 0.83)],
    },
    "ahead_of_trained": {
        "ads": {"top1": [0.01, 0.09], "top3": [0, 0.1], "auc": [-0.1, 0.2], "mrr": [0, 0]},
        "all": None,
    },
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the figures of this test are kept; none are, to begin with."""
    place = tmp_path / "measured.json"
    monkeypatch.setattr(measured, "PLACE", place)
    return place


def keep(place: Path, digest: str, unseen: dict[str, Any] = NOTHING_UNSEEN, **tasks: dict[str, Any]) -> None:
    if not tasks:
        rows = row("rolewise", 0.314, 0.746), row("logistic regression", 0.406, 0.801)
        tasks = {"people": task(1_234, 5, *rows)}
    kept = {"on": "2026-03-04", "scoring_digest": digest, "unseen": unseen, "tasks": tasks}
    place.write_text(json.dumps(kept))


def section(client: Client) -> str:
    """The section as a reader sees it: words and single spaces."""
    page = client.get("/about/method/").content.decode()
    section = r'<section [^>]*aria-labelledby="accuracy">.*?(?=<section [^>]*aria-labelledby="limits")'
    found = re.search(section, page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split()).replace(" .", ".").replace(" ,", ",")


def test_figures_of_the_release_in_force(release: Released, client: Client, place: Path) -> None:
    keep(place, measured.scoring_digest(release.content))
    text = section(client)
    assert "Of 1,234 people who told" in text
    assert "first for 31 in 100 (29 to 34)" in text
    assert "among the first three for 75 in 100 (71 to 76), of 5 roles" in text
    assert "Chance would give 20 and 60; a model trained on such data 41 and 80." in text
    assert "Measured on 4 March 2026" in text
    assert measured.scoring_digest(release.content) in text
    assert "has changed since" not in text
    assert "has not been measured" not in text
    assert "What these figures cannot show" in text


def test_it_leads_with_the_sources_that_were_left_out(release: Released, client: Client, place: Path) -> None:
    keep(place, "x", UNSEEN)
    text = section(client)
    ads = (
        "Ads Over 2 sources with 1,300 ads, the known role came first for 57 in 100 (55 to 60) and among the first "
        "three for 86 in 100 (82 to 87), of 2 to 4 roles. Chance would give 38 and 88; a model trained on the other "
        "sources 51 and 81."
    )
    everybody = (
        "Ads and people Over 3 sources with 3,300 ads and people, the known role came first for 53 in 100 (51 to 56) "
        "and among the first three for 85 in 100 (81 to 86), of 2 to 5 roles. Chance would give 32 and 78; a model "
        "trained on the other sources 52 and 83."
    )
    assert text.index(ads) < text.index(everybody) < text.index("Of 1,234 people who told")


def test_people_alone_are_called_people(release: Released, client: Client, place: Path) -> None:
    rows = [row("rolewise", 0.4, 0.9)]
    keep(place, "x", NOTHING_UNSEEN | {"sources": [source("people", 1_200, 5)], "mean": {"ads": [], "all": rows}})
    text = section(client)
    assert "People Over 1 source with 1,200 people, the known role came first for 40 in 100" in text
    assert "of 5 roles. Chance would give 20 and 60. Rolewise" in text


def test_without_sources_it_speaks_of_the_whole_alone(release: Released, client: Client, place: Path) -> None:
    keep(place, "x")
    text = section(client)
    assert "From everything we have" in text
    assert "From sources that were not used" not in text


def test_profiles_cut_short_are_told_of_1000(release: Released, client: Client, place: Path) -> None:
    """5 of 1,000 people and 1 of 500 ads: 4 of 1,000."""
    two = {"people": task(2_000, 5, row("rolewise", 0.3, 0.7), cut=1_000, share=0.005)}
    two["lists"] = task(900, 11, row("rolewise", 0.3, 0.7), cut=500, share=0.002)
    keep(place, "x", **two, texts=task(0, 10))
    text = section(client)
    assert "We also cut 1,500 of these people and ads down to three of their skills." in text
    assert "less than half of their best fit for 4 in 1,000" in text
    keep(place, "x")
    assert "three of their skills" not in section(client)


def test_figures_grow_old_when_a_release_changes_what_is_scored(release: Released, client: Client, place: Path) -> None:
    keep(place, measured.scoring_digest(release.content))
    raw = drafts.small()
    raw["roles"][0]["summary"] = "Only the words change."
    people.publish(raw)
    assert "has changed since" not in section(client)
    raw["roles"][0]["usual"] = "1.00"
    people.publish(raw)
    text = section(client)
    assert "What is scored has changed since this was measured" in text
    assert "31 in 100" in text
    assert measured.scoring_digest(release.content) in text  # what they were measured on, not what is in force


def test_nothing_measured_gives_no_figure(release: Released, client: Client, place: Path) -> None:
    text = section(client)
    assert "has not been measured yet" in text
    assert " in 100" not in text
    assert "Measured on" not in text


def test_what_was_left_out_of_the_measuring_is_left_out_here(release: Released, client: Client, place: Path) -> None:
    """Without scikit-learn there is no trained model, and a task without a row has no figure."""
    keep(place, "x", lists=task(0, 0), texts=task(70, 10, row("rolewise", 0.5, 0.75)))
    text = section(client)
    assert "Chance would give 10 and 30." in text
    assert "Trained model" not in text
    assert "lists of skills" not in text


def test_bars_stand_next_to_the_figures_they_draw(release: Released, client: Client, place: Path) -> None:
    keep(place, "x", NOTHING_UNSEEN | {"sources": UNSEEN["sources"][:2], "mean": UNSEEN["mean"]})
    page = client.get("/about/method/").content.decode()
    drawn = r'share-three" width="(\d+)".*?share-first" width="(\d+)".*?class="num fig">(\d+) · (\d+)<'
    bars = re.findall(drawn, page, re.DOTALL)
    assert bars == [
        *[("86", "57", "57", "86"), ("81", "51", "51", "81"), ("88", "38", "38", "88")],
        *[("75", "31", "31", "75"), ("80", "41", "41", "80"), ("60", "20", "20", "60")],
    ]


# What is shipped


@pytest.mark.thorough
def test_the_figures_shipped_speak_of_the_catalogue_shipped() -> None:
    """Red after every change of what is scored, until it is measured again: make evaluate DATA=... WRITE=1."""
    content = prepare_files(settings.BASE_DIR / "fixtures").released.content
    kept = measured.read()
    assert kept is not None
    assert kept.scoring_digest == measured.scoring_digest(content)
    assert set(kept.tasks) == {"people", "lists", "texts"}
    assert all(one.n > 1_000 and one.understood and one.rows and one.cuts.n for one in kept.tasks.values())
    assert len(kept.unseen.of_ads) < len(kept.unseen.sources)
    assert [row.model for row in kept.unseen.mean.ads] == ["rolewise", "logistic regression"]


def table(text: str) -> list[list[str]]:
    """The cells of the table between the two comments of the README."""
    part = text.partition(measured.BEGIN)[2].partition(measured.END)[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ][2:]


def cells(on: str, model: dict[str, Any]) -> list[str]:
    many = model["n30"]
    return [
        on,
        model["model"],
        *(
            f"{model[measure]:.3f} ({model['intervals'][measure][0]:.3f}-{model['intervals'][measure][1]:.3f})"
            for measure in ("top1", "top3", "auc")
        ),
        f"{many['roles']}: {many['top1']:.3f} / {many['top3']:.3f} / {many['auc']:.3f}" if many else "",
    ]


def less(ahead: dict[str, Any]) -> list[str]:
    ends = [ahead[measure] for measure in ("top1", "top3", "auc")]
    return ["", "ours less the model", *(f"{low:+.3f} to {high:+.3f}" for low, high in ends), ""]


def test_the_table_of_the_readme_says_what_is_kept() -> None:
    text = measured.README.read_text()
    kept = json.loads(measured.PLACE.read_text())
    assert kept["scoring_digest"] in text
    assert f"Measured on {kept['on']}" in text
    expected = []
    for kind, name in (("ads", "ads"), ("ads and people", "all")):
        own = [one for one in kept["unseen"]["sources"] if name == "all" or one["task"] != "people"]
        on = f"unseen, {len(own)} sources of {kind}, n = {sum(one['n'] for one in own):,}"
        expected += [cells(on, one) for one in kept["unseen"]["mean"][name]]
        expected.append(less(kept["unseen"]["ahead_of_trained"][name]))
    for name, one in kept["tasks"].items():
        expected += [cells(f"{name}, n = {one['n']:,}, {one['roles']} roles", model) for model in one["rows"]]
        expected.append(less(one["ahead_of_trained"]))
    assert table(text) == expected
    assert len(text.partition(measured.BEGIN)[2].partition(measured.END)[0].splitlines()) <= 25


def test_writing_puts_the_table_between_its_comments_and_touches_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = place.with_name("README.md")
    readme.write_text(f"Before.\n{measured.BEGIN}\nold\n{measured.END}\nAfter.\n")
    monkeypatch.setattr(measured, "README", readme)
    rows = [row("rolewise", 0.3144, 0.7), row("logistic regression", 0.4, 0.8), row("random", 0.2, 0.6)]
    document = {
        "scoring_digest": "abc",
        "unseen": UNSEEN,
        "tasks": {"people": task(1_234, 5, *rows, cut=1_200, share=0.0041) | {"by_role": [{"role": "a", "n": 1_234}]}},
    }
    for _ in range(2):  # and again, to the same bytes
        measured.write(document, datetime.date(2026, 3, 4))
        lines = readme.read_text().splitlines()
        assert lines[:3] == ["Before.", measured.BEGIN, "Measured on 2026-03-04, scoring digest `abc`."]
        assert lines[6].startswith("| unseen, 2 sources of ads, n = 1,300 | rolewise | 0.571 (0.551-0.601) | 0.860 (")
        assert lines[8] == "| | ours less the model | +0.010 to +0.090 | +0.000 to +0.100 | -0.100 to +0.200 | |"
        assert lines[9].startswith("| unseen, 3 sources of ads and people, n = 3,300 | rolewise | 0.530")
        assert lines[11].startswith("| people, n = 1,234, 5 roles | rolewise | 0.314 (0.294-0.344) | 0.700 (")
        assert lines[12].startswith("| people, n = 1,234, 5 roles | logistic regression | ")
        assert lines[13] == "", "and no other model"
        assert "0.4 % of 1,200 (people)" in lines[14]
        assert lines[15:] == [measured.END, "After."]
    readme.write_text(f"Before.\n{measured.BEGIN}\nwithout an end\n")
    measured.write(document, datetime.date(2026, 3, 4))
    assert readme.read_text() == f"Before.\n{measured.BEGIN}\nwithout an end\n"
