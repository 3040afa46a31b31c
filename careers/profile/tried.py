"""The picks of somebody without an account, kept in a signed cookie of their browser and nowhere else."""

import contextlib
import json
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from careers.catalogue import releases
from careers.profile import claims
from careers.profile.claims import Held
from careers.profile.models import Claim
from careers.words import fold

COOKIE = "__Host-tried" if settings.SESSION_COOKIE_SECURE else "tried"
SALT = "careers.tried"
ROOM = 3_800  # browsers allow 4,096 bytes for a cookie, including its name and attributes
SOURCES = (Claim.Source.SELF, Claim.Source.START, Claim.Source.DOCUMENT)  # by their place here in the cookie
_SOURCE = {str(source): place for place, source in enumerate(SOURCES)}


class Tried:
    """Claims by position, own words, and notices for the next page (`notes`)."""

    claims: dict[int, Held]
    words: list[str]
    version: int
    notes: dict[str, Any]

    def __init__(self, signed: str = "") -> None:
        self.take(signed)
        self._arrived = self._state()

    def __bool__(self) -> bool:
        return bool(self.claims or self.words)

    @property
    def levels(self) -> dict[int, int]:
        """{position: level}: all that the scorer sees."""
        return {position: held.level for position, held in self.claims.items()}

    def apply(self, changes: dict[int, Held | None]) -> None:
        """Set claims, and remove those that are None. Raises TooMuch if the cookie has no room."""
        kept = {p: held for p, held in (self.claims | changes).items() if held is not None}
        if kept == self.claims:
            return
        before, self.claims = self.claims, kept
        self.version += 1
        if not self._fits():
            self.claims = before
            raise claims.TooMuch("There is no room for more without an account. Sign up, and all of it is kept.")

    def keep_word(self, word: str) -> None:
        """Keep a word of the person's own. Nobody counts it before it is in an account. Raises TooMuch."""
        if fold(word) in map(fold, self.words):
            return
        self.words.append(word)
        if len(self.words) > claims.WORDS_A_PERSON or not self._fits():
            self.words.pop()
            raise claims.TooMuch("There is no room for more words of your own. Take one away first.")

    def drop_word(self, word: str) -> None:
        self.words = [own for own in self.words if fold(own) != fold(word)]

    def take(self, signed: str) -> None:
        """Take over what was picked from what `signed` returned once."""
        content = _content(signed)
        self.claims = {
            int(position): Held(level, SOURCES[source], "") for position, (level, source) in content["claims"].items()
        }
        self.words, self.version, self.notes = content["words"], content["version"], content["notes"]

    def signed(self) -> str:
        """All that was picked, as the cookie holds it."""
        return self._signed({})

    def forget(self) -> None:
        self.claims, self.words, self.notes = {}, [], {}

    def save(self, response: HttpResponse) -> None:
        """Send changes to the browser; an empty try leaves no cookie behind."""
        if self._state() == self._arrived:
            return
        if not self and not self.notes:
            response.delete_cookie(COOKIE, samesite="Lax")
            return
        signed = self._signed(self.notes)
        if len(signed) > ROOM:  # better to lose a notice than what was picked
            signed = self._signed({})
        response.set_cookie(COOKIE, signed, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)

    def _fits(self) -> bool:
        return len(self._signed({})) <= ROOM

    def _signed(self, notes: dict[str, Any]) -> str:
        return signing.dumps(self._content(notes), salt=SALT, compress=True)

    def _content(self, notes: dict[str, Any]) -> dict[str, Any]:
        return {
            "claims": {p: (held.level, _SOURCE[held.source]) for p, held in self.claims.items()},
            "words": self.words,
            "version": self.version,
            "notes": notes,
        }

    def _state(self) -> str:
        return json.dumps(self._content(self.notes))


def _content(signed: str) -> dict[str, Any]:
    """The content of the cookie; empty if the signature is not ours, or no longer ours."""
    empty: dict[str, Any] = {"claims": {}, "words": [], "version": 0, "notes": {}}
    with contextlib.suppress(signing.BadSignature, ValueError):
        empty |= signing.loads(signed, salt=SALT) if signed else {}
    return empty


def of(request: HttpRequest) -> Tried:
    """The picks of this browser; TriedMiddleware puts them there and sends them back."""
    tried: Tried = request.tried  # type: ignore[attr-defined]
    return tried


class Picked(NamedTuple):
    """What somebody picked without an account, as pages name it: skills with levels, the highest first, and words."""

    skills: list[tuple[str, int]]
    words: list[str]

    @property
    def said(self) -> str:
        """How much it is: "3 skills and 1 word of your own"."""
        parts = [(len(self.skills), "skill", ""), (len(self.words), "word", " of your own")]
        return " and ".join(f"{n} {word}{'' if n == 1 else 's'}{more}" for n, word, more in parts if n)


def picked(request: HttpRequest) -> Picked | None:
    """What this browser picked; None if nothing."""
    own = of(request)
    if not own:
        return None
    known = releases.for_request(request).by_position
    skills = [(known[position].name, level) for position, level in own.levels.items() if position in known]
    return Picked(sorted(skills, key=lambda one: (-one[1], one[0].casefold())), own.words)
