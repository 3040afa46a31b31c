"""XML, with everything off that reaches outside the file or makes it grow: a document type is refused as such.

Without a document type there are no entities but the five of XML itself, so nothing can expand or be fetched.
"""

from typing import Final, Protocol
from xml.parsers import expat

from .refusals import Reason, Refused

_DEEPEST: Final = 500
_NO_MEMORY: Final = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_SEPARATOR: Final = " "  # between a namespace and a name; no namespace has one


class Target(Protocol):
    """Whoever is told the elements of a document. Names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def text(self, words: str) -> None: ...
    def end(self, name: str) -> None: ...


class _Feed:
    def __init__(self, target: Target) -> None:
        self.target = target
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Refused(Reason.UNSAFE)
        self.target.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.target.end(_local(name))


def feed(content: bytes, target: Target) -> None:
    """Tell a target what is in an XML document."""
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    told = _Feed(target)
    parser.StartElementHandler = told.start
    parser.EndElementHandler = told.end
    parser.CharacterDataHandler = target.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(Reason.TOOK_TOO_LONG if error.code == _NO_MEMORY else Reason.BROKEN) from error
    except (ValueError, LookupError) as error:
        raise Refused(Reason.BROKEN) from error


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def _refuse(*_: object) -> None:
    raise Refused(Reason.UNSAFE)
