"""Requests that the web server itself refuses, because it cannot read them: its answer is JSON, its log a line."""

import http.client
import json
import socket
from collections.abc import Iterator

import pytest

from tests import servers

HOST = b"Host: 127.0.0.1\r\n"
CALL = b"GET /api/v1/roles/ HTTP/1.1\r\n"
NOWHERE = b"GET /api/v1/nowhere/ HTTP/1.1\r\n"
UNREADABLE = {
    "a long address": (414, b"GET /api/v1/roles/?search=" + b"x" * 9_000 + b" HTTP/1.1\r\n" + HOST),
    "a long header": (431, CALL + HOST + b"X-Long: " + b"y" * 9_000 + b"\r\n"),
    "many headers": (431, CALL + HOST + b"".join(b"X-%d: 1\r\n" % n for n in range(200))),
    "no method": (400, b"G{T /api/v1/roles/ HTTP/1.1\r\n" + HOST),
    "another version": (400, b"GET /api/v1/roles/ HTTP/9.1\r\n" + HOST),
    "a length below zero": (400, b"POST /api/v1/match/ HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n"),
    "an unknown coding": (501, b"POST /api/v1/match/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: what\r\n"),
    "bytes in the address": (400, b"GET /api/v1/\xff/ HTTP/1.1\r\n" + HOST),
}
WORDS_OF_PYTHON = ("Traceback", "limit request", "Invalid", "<html", "b'")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Web]:
    file = tmp_path_factory.mktemp("unreadable") / "site.sqlite3"
    with servers.Web(database_url=f"sqlite:///{file}", broker_url="memory://") as running:
        yield running


def answer(web: servers.Web, sent: bytes) -> tuple[int, str, bytes]:
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as connection:
        connection.sendall(sent)
        with http.client.HTTPResponse(connection, method=sent.split(b" ")[0].decode("latin-1")) as response:
            response.begin()
            return response.status, response.headers["Content-Type"], response.read()


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_the_server_cannot_read_is_refused_in_json(web: servers.Web, what: str) -> None:
    status, request = UNREADABLE[what]
    before = len(web.said())
    got, kind, body = answer(web, request + b"\r\n")
    assert (got, kind) == (status, "application/json")
    detail = json.loads(body)["detail"]
    assert detail
    assert not any(word in detail for word in WORDS_OF_PYTHON)
    assert "Traceback" not in web.said()[before:]


@pytest.mark.parametrize("length", [None, 500])
def test_a_body_that_breaks_off_is_a_400(web: servers.Web, length: int | None) -> None:
    how = b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n" if length is None else b"Content-Length: %d\r\n\r\n{" % length
    before = len(web.said())
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as connection:
        connection.sendall(b"POST /api/v1/tokens/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n" + how)
        connection.shutdown(socket.SHUT_WR)
        with http.client.HTTPResponse(connection) as response:
            response.begin()
            assert response.status in {400, 411}
            assert json.loads(response.read())
    assert "Traceback" not in web.said()[before:]


def line(start: bytes, end: bytes, length: int) -> bytes:
    """A line of so many bytes."""
    return start + b"x" * (length - len(start) - len(end)) + end


def test_the_documentation_says_how_much_is_read(web: servers.Web) -> None:
    from careers.api.answers import LONGEST_ADDRESS, LONGEST_HEADER, MOST_HEADERS

    def address(length: int) -> bytes:
        return line(b"GET /api/v1/", b" HTTP/1.1", length) + b"\r\n" + HOST

    def header(length: int) -> bytes:
        return NOWHERE + HOST + line(b"X-Long: ", b"\r\n", length)

    def headers(count: int) -> bytes:
        return NOWHERE + HOST + b"".join(b"X-%d: 1\r\n" % number for number in range(count - 1))

    for sent, most, too_much in (
        (address, LONGEST_ADDRESS, 414),
        (header, LONGEST_HEADER, 431),
        (headers, MOST_HEADERS, 431),
    ):
        assert answer(web, sent(most) + b"\r\n")[0] == 404, sent
        assert answer(web, sent(most + 1) + b"\r\n")[0] == too_much, sent


def test_neither_head_nor_another_host_makes_noise_in_the_log(web: servers.Web) -> None:
    before = len(web.said())
    head = answer(web, b"HEAD /api/v1/nowhere/ HTTP/1.0\r\n" + HOST + b"\r\n")
    other = answer(web, CALL + b"Host: elsewhere.example\r\nConnection: close\r\n\r\n")
    assert (head[0], other[0], other[1]) == (404, 400, "application/json")
    said = web.said()[before:]
    assert "no-body response" not in said
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 6
