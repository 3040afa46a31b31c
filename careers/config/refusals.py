"""Refusals of the web server itself, in JSON: a request that it cannot read never reaches the site.

gunicorn does not know yet whether such a request was for the API or for a page, so it gives one kind of answer to all.
It has no setting for that answer, only the function that writes it.
"""

import json
from http import HTTPStatus
from typing import Any

from gunicorn import util

WORDS = {
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address is too long. A call of the API takes long texts in its body.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "The headers are too many or too long. Cookies count, so deleting those of this site may help."
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here. It is not your fault; try again later.",
}
UNREADABLE = "This request cannot be read, because it is not as HTTP wants it."


def in_json() -> None:
    """Have gunicorn refuse what it cannot read in JSON, if it is what serves the site in this process."""
    util.write_error = write


def write(sock: Any, status: int, reason: str, message: str) -> None:
    """Write a whole answer and close. `message` is not repeated: it may hold what was sent, in Python's words."""
    detail = WORDS.get(HTTPStatus(status), UNREADABLE)
    body = json.dumps({"detail": detail}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin-1") + body)
