"""The log's words."""

import logging


class InOneLine(logging.Filter):
    """Keep a record as a warning without its traceback: it tells of a visitor, not of a fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
