"""Signs that a name is something else: part of a link, of somebody's name, of a standard; or a bracket that says so."""

import re

from careers.reading.sorts import Sort
from careers.reading.terms import Hit
from careers.reading.words import clues

LONGEST_ASIDE = 100  # letters of a bracket

# Every part is bounded, so that the search is linear in texts without blanks too.
_LINK = re.compile(
    r"(?:https?|ftp)://\S{1,300}|\bwww\.\S{1,300}|(?<![^\s(<:])[^\s@]{1,64}@\S{1,200}|(?<!\w)@\w{1,40}"
    r"|\b[A-Za-z]:\\\S{1,200}|(?<![\w.-])(?:[\w-]{1,40}\.){1,4}(?:com|org|net|io|dev|ai|de|example)/\S{0,200}"
    r"|(?<![\w.-])(?:[\w-]{1,40}\.){1,4}(?:com|org|example)\b"
    r"|\b\w{1,80}\.(?:csv|docx?|html?|jpe?g|pdf|png|py|txt|zip)\b|\bdoi\.\S{1,100}|(?<=\s)/[A-Z]\w{1,40}",
    re.I,
)
_ENDED = re.compile(r"[.,;:!?)]?(?:\s|$)")
_NEAR = 50  # letters on either side in which words of the law make an LLM a degree
_WORD_AFTER = re.compile(r"\S*")
_SIGN = re.compile(r"[.@\\]|/[A-Z]|://", re.I)  # one of these is in every link
_LONGEST = 400  # letters of a link on either side of a name
_PREVIOUS = re.compile(r"(?P<word>[^\W\d_][\w'’]*)[ -]$")
_NEXT = re.compile(r"['’”\")*`]*[ -](?P<word>[A-Z\u00c0-\u00de][\w'’]+)")
_PARTNER = re.compile(r" ?& (?P<word>[A-Z][a-z]+)")  # "Rails & Rivers" is a firm
_SEPARATORS = (": ", "| ", "; ", ". ")
_OPENING = ' \t\r\n*_•-–"“('
_ASIDE = re.compile(r"\s*\((?P<words>[^()]*)\)")
_ARTICLE = re.compile(r"(?:an?|das|der|die|la|le|the)\s")
_KEY = re.compile(r"\s+(?:flat|major|minor|sharp)\b", re.I)  # of music
_STANDARD = re.compile(r"\s+(?!(?:19|20)\d\d\b)\d{3,}\b")  # "API 653"
_OF_LAWS = re.compile(r"\b(?:LL\.?B|criminology|jurisprudence|law|laws|legal|solicitor)\b", re.I)
_BEFORE_A_LETTER = ("&", "& ", ".", "/ ", "#")
_AFTER_A_LETTER = re.compile(r" ?&|-|\.\S")


def is_linked(text: str, hit: Hit) -> bool:
    """Say whether a hit is part of a link, an address or the name of a file: they have no blanks."""
    if not text[max(0, hit.start - 1) : hit.start].strip() and _ENDED.match(text, hit.end):
        return False
    before = text[max(0, hit.start - _LONGEST) : hit.start]
    glued = before.rsplit(None, 1)[-1:] if before[-1:].strip() else []
    begin, stop = hit.start - sum(map(len, glued)), _WORD_AFTER.match(text, hit.end, hit.end + _LONGEST)
    if not stop or not _SIGN.search(text, begin, stop.end()):
        return False
    links = _LINK.finditer(text, begin, stop.end())
    start, end = next((link.span() for link in links if link.end() > hit.start), (hit.end, hit.end))
    return start <= hit.start and hit.end <= end and (start, end) != (hit.start, hit.end)


def is_another(text: str, hit: Hit, sort: Sort, *, names_follow: bool) -> bool:
    """Say whether a bracket or a sign after a name says that something else is meant: "Go (the board game)", "R&D".

    A bracket with other names in it (`names_follow`) says no such thing: "R (dplyr)".
    """
    quote = text[hit.start : hit.end]
    if quote.lower() == "no sql" or (quote in ("C", "C#") and _KEY.match(text, hit.end)):
        return True
    if quote.isupper() and _STANDARD.match(text, hit.end):
        return True
    if quote == "LLM" and _OF_LAWS.search(text, max(0, hit.start - _NEAR), hit.end + _NEAR):
        return True  # a master of laws
    aside = None if names_follow else _ASIDE.match(text, hit.end, hit.end + LONGEST_ASIDE)
    if aside and _explains(aside["words"], quote, sort):
        return True
    if sort is not Sort.LETTER:
        return False
    return text[max(0, hit.start - 2) : hit.start].endswith(_BEFORE_A_LETTER) or bool(
        _AFTER_A_LETTER.match(text, hit.end)
    )


def _explains(words: str, quote: str, sort: Sort) -> bool:
    """Say whether a bracket says what else is meant: by an article, or by words with the letters of an acronym."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", words)).lower()
    if quote.isupper() and len(quote) > 1 and initials.startswith(quote.lower()):
        return True
    return sort is not Sort.SURE and bool(_ARTICLE.match(words))


def name_before(before: str, *, opens: bool) -> bool:
    """Say whether `before` ends with a word of somebody's name: capitalised, but not at the start of a sentence."""
    found = _PREVIOUS.search(before)
    if not found or not found["word"][0].isupper() or found["word"].isupper() or _is_of_the_trade(found["word"]):
        return False
    earlier = before[: found.start()]
    return not ((opens and not earlier.strip(_OPENING)) or earlier.endswith(_SEPARATORS))


def name_after(text: str, hit: Hit) -> int:
    """Where a capitalised word begins right after a name; 0 if there is none, or it is of the trade or an acronym."""
    found = _NEXT.match(text, hit.end, hit.end + 60) or _PARTNER.match(text, hit.end, hit.end + 60)
    if not found or found["word"].isupper() or _is_of_the_trade(found["word"]):
        return 0
    return found.start("word")


def _is_of_the_trade(word: str) -> bool:
    low = word.lower()
    return low in clues.NOUNS or low in clues.TRADE or low in clues.FUNCTION or bool(clues.KNOWS.fullmatch(low))
