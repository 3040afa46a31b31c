"""Pages and their files are sent compressed; parts of a file and answers of the API are sent as they are."""

import gzip

from django.test import Client

from careers.catalogue.released import Released

STYLE = "/static/careers/css/app.css"
GZIP = {"Accept-Encoding": "gzip"}


def test_a_style_sheet_is_compressed(db: None) -> None:
    plain, small = Client().get(STYLE), Client().get(STYLE, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert small["Content-Encoding"] == "gzip"
    sent = small.getvalue()
    assert gzip.decompress(sent) == plain.getvalue()
    assert len(sent) < 20_000


def test_a_part_of_a_file_is_sent_as_it_is(db: None) -> None:
    part = Client().get(STYLE, headers=GZIP | {"Range": "bytes=0-9"})
    assert part.status_code == 206
    assert "Content-Encoding" not in part.headers
    assert len(part.getvalue()) == 10


def test_answers_of_the_api_are_sent_as_they_are(release: Released) -> None:
    answer = Client().get("/api/v1/roles/", headers=GZIP)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
