"""Strict JSON for the API: nothing is guessed and nothing is lost."""

import codecs
import decimal
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MOST_DIGITS = 1_000  # of a whole number; Python itself refuses to read more than 4,300


class TooLarge(APIException):
    status_code = 413
    default_detail = "The body is larger than 16 MiB. Send less at once."
    default_code = "too_large"


class Pairs(dict[str, Any]):
    """A JSON object that keeps every pair as it was sent, even if a key appears twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    @property
    def repeated(self) -> list[str]:
        """Keys that appear more than once."""
        if len(self) == len(self.pairs):
            return []
        return sorted(key for key, times in Counter(key for key, _ in self.pairs).items() if times > 1)


class StrictJSONParser(BaseParser):
    """UTF-8 JSON without NaN, NUL or lone surrogates. Objects come as `Pairs`, numbers with a point as decimals."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            text = _text(body)
            value = _DECODER.decode(text)
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8: byte {error.start} is not valid.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
        if "\\u" in text:  # nothing that it refuses can be written in another way
            _refuse_bad_text(value)
        return value


def _text(body: bytes) -> str:
    if body.startswith(codecs.BOM_UTF8):
        raise ParseError("The body starts with a byte order mark. Send UTF-8 without one.")
    return body.decode()


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number")


def _whole(number: str) -> int:
    if number[MOST_DIGITS:]:  # hardly ever
        digits = len(number.removeprefix("-"))
        if digits > MOST_DIGITS:
            raise ValueError(f"{number[:20]}… has {digits} digits, which is too many")
    return int(number)


def _exact(number: str) -> decimal.Decimal:
    """The number exactly as it was sent; a float would already be another one."""
    try:
        return decimal.Decimal(number)
    except decimal.InvalidOperation as error:
        raise ValueError(f"{number[:80]} is out of range") from error


_DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_constant=_refuse, parse_float=_exact, parse_int=_whole)
_BAD = re.compile("[\x00\ud800-\udfff]")


def _refuse_bad_text(value: Any) -> None:
    """Refuse NUL and lone surrogates: a database cannot keep them and nobody can read them."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, Pairs):
            left += [text for pair in one.pairs for text in pair]
        elif isinstance(one, list):
            left += one
        elif isinstance(one, str) and _BAD.search(one):
            raise ParseError("A text in the body contains a NUL character or half of a surrogate pair. Remove it.")
