"""No line of the log has an e-mail address, whatever brought it there; everything else stays readable."""

import io
import logging
import logging.config

import pytest
from django.conf import settings

from careers.web.logs import HIDDEN


def formatter() -> logging.Formatter:
    """The one of the site's own configuration."""
    configured = logging.config.DictConfigurator(settings.LOGGING)
    made: logging.Formatter = configured.configure_formatter(dict(settings.LOGGING["formatters"]["line"]))
    return made


def written(level: int, message: str, *args: object, error: Exception | None = None) -> str:
    """What the site's own configuration makes of a record."""
    record = logging.LogRecord("test", level, __file__, 1, message, args, (type(error), error, None) if error else None)
    return formatter().format(record)


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org",
        "Ann.O'Neil+jobs@mail.example.co.uk",
        "ünal@bücher.example",
        "person@demo.localhost",
        "a@localhost",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "Key (email)=({}) already exists.", "<{}>", "to='{}',", "/x/{}/", "?e={}&b=1"]
)
def test_an_address_is_hidden(address: str, around: str) -> None:
    for line in (
        written(logging.INFO, "It was %s", around.format(address)),
        written(logging.ERROR, "Internal Server Error", error=ValueError(around.format(address))),
    ):
        assert HIDDEN in line
        assert address not in line
        assert "@" not in line


@pytest.mark.parametrize("line", ["Sweep at 12:00, 3 @ once", "celery@worker-1 ready.", "GET /roles/@media", "a @ b"])
def test_what_is_no_address_stays(line: str) -> None:
    assert line in written(logging.INFO, line)


def test_every_handler_hides_addresses() -> None:
    """A handler without this formatter would be a second way out."""
    handlers = settings.LOGGING["handlers"]
    assert handlers
    assert {handler["formatter"] for handler in handlers.values()} == {"line"}
    assert settings.LOGGING["formatters"]["line"]["()"] == "careers.web.logs.WithoutAddresses"


def test_a_traceback_still_says_where_it_broke() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    log = logging.Logger("test")
    log.addHandler(handler)
    try:
        raise ValueError("DETAIL:  Key (email)=(ann@example.org) already exists.")
    except ValueError:
        log.exception("Internal Server Error: %s", "/accounts/signup/")
    line = stream.getvalue()
    assert "test_logs.py" in line
    assert f"Key (email)=({HIDDEN}) already exists." in line
