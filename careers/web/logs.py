"""Lines of the log: they say what happened, and never to whom."""

import logging
import re

# An error of PostgreSQL quotes the values it is about, as in DETAIL: Key (email)=(...); a path may hold an address too.
_ADDRESS = re.compile(r"[^\s\"'<>()\[\]{},;:=&?/|\\]+@((?:[\w-]+\.)+[\w-]+|localhost\b)")
HIDDEN = "[address]"


class InOneLine(logging.Filter):
    """Keep a record as a warning without its traceback: it tells of a visitor, not of a fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class WithoutAddresses(logging.Formatter):
    """Formats a line, its traceback included, with every e-mail address hidden."""

    def format(self, record: logging.LogRecord) -> str:
        return _ADDRESS.sub(HIDDEN, super().format(record))
