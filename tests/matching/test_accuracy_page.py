"""How often it is right, as the method page says it: in force, grown old, or not measured; and what is shipped."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from careers.catalogue import files
from careers.catalogue.released import Content, Released
from matching.evaluation import measured
from matching.operations import publishing
from tests import drafts, people


def row(model: str, top1: float, top3: float) -> dict[str, Any]:
    ends = {
        "top1": [top1 - 0.02, top1 + 0.03],
        "top3": [top3 - 0.04, top3 + 0.01],
        "auc": [0.7, 0.8],
        "mrr": [0.4, 0.6],
    }
    return {"model": model, "top1": top1, "top3": top3, "auc": 0.75, "mrr": 0.5, "intervals": ends}


def task(n: int, roles: int, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"title": "made up", "n": n, "roles": roles, "understood": 0.5, "rows": list(rows)}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the figures of this test are kept; none are, to begin with."""
    place = tmp_path / "measured.json"
    monkeypatch.setattr(measured, "PLACE", place)
    return place


def keep(place: Path, digest: str, **tasks: dict[str, Any]) -> None:
    if not tasks:
        rows = row("rolewise", 0.314, 0.746), row("logistic regression", 0.406, 0.801), row("random", 0.199, 0.598)
        tasks = {"people": task(1_234, 5, *rows)}
    place.write_text(json.dumps({"on": "2026-03-04", "scoring_digest": digest, "tasks": tasks}))


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


def test_figures_grow_old_when_a_release_changes_what_is_scored(release: Released, client: Client, place: Path) -> None:
    keep(place, measured.scoring_digest(release.content))
    raw = drafts.small()
    raw["roles"][0]["summary"] = "Only the words change."
    people.publish(raw)
    assert "has changed since" not in section(client)
    raw["requirements"][0]["importance"] = 4
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


def test_bars_stand_beside_the_figures_they_draw(release: Released, client: Client, place: Path) -> None:
    keep(place, "x")
    page = client.get("/about/method/").content.decode()
    drawn = r'share-three" width="(\d+)".*?share-first" width="(\d+)".*?class="num fig">(\d+) · (\d+)<'
    bars = re.findall(drawn, page, re.DOTALL)
    assert bars == [("75", "31", "31", "75"), ("80", "41", "41", "80"), ("60", "20", "20", "60")]


# What is shipped


def test_the_figures_shipped_speak_of_the_catalogue_shipped() -> None:
    """Red after every change of what is scored, until it is measured anew: make evaluate DATA=... WRITE=1."""
    draft, found = files.read(settings.BASE_DIR / "fixtures")
    assert not found
    content = msgspec.convert(msgspec.to_builtins(publishing.release_content(draft)), Content)
    kept = measured.read()
    assert kept is not None
    assert kept.scoring_digest == measured.scoring_digest(content)
    assert set(kept.tasks) == {"people", "lists", "texts"}
    assert all(one.n > 1_000 and one.understood and one.rows for one in kept.tasks.values())


def table(text: str) -> list[list[str]]:
    """The cells of the table between the two comments of the README."""
    part = text.partition(measured.BEGIN)[2].partition(measured.END)[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ][2:]


def test_the_table_of_the_readme_says_what_is_kept() -> None:
    text = measured.README.read_text()
    kept = json.loads(measured.PLACE.read_text())
    assert kept["scoring_digest"] in text
    assert f"Measured on {kept['on']}" in text
    expected = [
        [f"{name}, n = {one['n']:,}, {one['roles']} roles", model["model"]]
        + [
            f"{model[measure]:.3f} ({model['intervals'][measure][0]:.3f}-{model['intervals'][measure][1]:.3f})"
            for measure in ("top1", "top3", "auc", "mrr")
        ]
        for name, one in kept["tasks"].items()
        for model in one["rows"]
    ]
    assert table(text) == expected


def test_writing_puts_the_table_between_its_comments_and_touches_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = place.with_name("README.md")
    readme.write_text(f"Before.\n{measured.BEGIN}\nold\n{measured.END}\nAfter.\n")
    monkeypatch.setattr(measured, "README", readme)
    document = {
        "scoring_digest": "abc",
        "tasks": {"people": task(1_234, 5, row("rolewise", 0.3144, 0.7)) | {"roles": [{}] * 5}},
    }
    for _ in range(2):  # and again, to the same bytes
        measured.write(document, datetime.date(2026, 3, 4))
        lines = readme.read_text().splitlines()
        assert lines[:3] == ["Before.", measured.BEGIN, "Measured on 2026-03-04, scoring digest `abc`."]
        assert lines[6].startswith("| people, n = 1,234, 5 roles | rolewise | 0.314 (0.294-0.344) | 0.700 (")
        assert lines[7:] == [measured.END, "After."]
    readme.write_text(f"Before.\n{measured.BEGIN}\nwithout an end\n")
    measured.write(document, datetime.date(2026, 3, 4))
    assert readme.read_text() == f"Before.\n{measured.BEGIN}\nwithout an end\n"
