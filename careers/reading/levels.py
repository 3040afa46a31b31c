"""The level that a text says somebody has, or asks for, of a skill; None if it says none. The person always decides.

A mark comes before a word, a word before years, and the nearest words before those that hold for a whole list:

1. next to the name, in its item or its table row: marks ("4/5", "★★★☆☆", "70 %"), words ("expert"), years;
2. before the name, in its clause: "fluent in Python, R and Go", "five years of Python, two of TypeScript";
3. over the name: the label or the heading of its list ("Advanced: SQL, Power BI"), or the dates of the job whose list
   of tools it stands in ("Stack: ...");
4. in a job title: senior, lead and head say 4, junior and trainee 2.

Years give 2 (under one), 3 (one to three) or 4, never 5. Each level comes with the words that say it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from careers.reading import marks
from careers.reading.dates import job_years
from careers.reading.layout import HEADING, Layout, Place
from careers.reading.marks import Said
from careers.reading.terms import Hit

_OUT_OF_FIVE = re.compile(r"out of (?:five|5)|\(1[ -].{0,20}5\b|\b1 ?(?:-|–|to) ?5\b", re.I)
_MARK = re.compile(r"\s*[:–-]\s*([1-5])\s*(?:$|[,;\n])")
_SIGN = re.compile(r"\s*(?:[(:–—=-]|·\s*(?=\w+\s*$))|\s+(?:daily|every day)\b")  # of a remark on the name before it
_DATED = re.compile(r"\s*[(:–—-]|\s+since\b")
_WORD_AFTER_COMMA = re.compile(
    r",\s*(?:advanced|basics?|expert|fluent|intermediate|proficient)\b(?=\s*(?:[;.,)|]|$))", re.I
)
_ROLE = r"\s(?:analyst|architect|consultant|designer|developer|engineer|scientist)"
_ROLE_AND_YEARS = re.compile(rf"{_ROLE}\s*,\s*(?=[\w+ ]*(?:years?|yrs))", re.I)
_FOR_YEARS = re.compile(rf"(?:\s*\([^)]*\))?\s+for (?:the last )?{marks.YEARS.pattern}", re.I)
_ONLY_YEARS = re.compile(rf"\s*{marks.YEARS.pattern}(?: of experience)?\s*", re.I)
_DIRECT = re.compile(
    rf"(?<![\w-])(?:{marks.ANY})(?:-level| (?:at|in|knowledge of|of|skills in|understanding of|use of"
    rf"|with))?\s+\W{{0,2}}$",
    re.I,
)
_JOINT = re.compile(r"\s?[/&(]\s?|\s(?:and|und)\s")  # "C#/.NET – good" is one item
_CLAUSE = re.compile(r"[.;:!?](?:\s|$)|[|\t]|\n\s*\n|\bbut\b|[–—]\s|\)", re.I)
_LEADS = re.compile(  # words over which "good" or "six years" reach a name
    r"(?:\W|\b(?:a|about|an|and|are|as|at|behind|both|command|commercial|experience|expertise|familiarity|first"
    r"|for|grasp"
    r"|hands-on|have|in|including|is|knowledge|language|languages|least|level|like|mostly|my|of|on|one|or|own|practical"
    r"|professional|proficiency|programming|skills?|standard|such|the|to|understanding|use|using|with|work"
    r"|working|you|your"
    r")\b|\b\d+(?:\.\d+)*\b)*"
)
_UNKNOWN_NAME = re.compile(r"\b[A-Z]\w+(?=\s*(?:,|and\b|or\b|/))")
_LED = re.compile(r"\b(?P<how>founded|introduced|lectur\w+|led|taught)\b(?P<between>[\w\s,'’-]{0,60})$", re.I)
_MAINTAINS = re.compile(r"\b(?:author|maintain(?:er|s))(?: and \w+)? (?:of )?(?:an? |the )?(?:open[ -]source )?$", re.I)
_STACK = re.compile(r"(?:environment|skills|stack|tech(?:nolog\w+| stack)?|tools?(?: used)?|used|with)", re.I)
_OF_THE_AD = re.compile(r"(?:qualification|requirement)s?\b", re.I)  # "Basic qualifications" are what an ad must have
_COLUMN = re.compile(r"(?:experience|jahre|years?|yrs?)$", re.I)
_TITLE = re.compile(
    r"\b(?:(?P<high>chief|head|lead|principal|senior|staff)|apprentice|intern|junior|trainee|working student)\b", re.I
)
_LONGEST_TITLE = 80  # letters
_WORDS = re.compile(r"[^\W_]+")
_OF_ADS = frozenset({"apply", "applicant", "applicants", "candidate", "candidates", "salary", "you", "your"})
_OF_CVS = frozenset({"i", "me", "my"})
_MOST_JOINED = 8  # names of one item
_NEAR = 90  # letters before a name in which words can lead to it
_MOST_ROWS = 40


class Levels:
    """Reads the levels that a layout says. `hits` are the names in it, held or not.

    Dates until today count up to `this_year`, and not at all without one.
    """

    def __init__(self, layout: Layout, hits: Sequence[Hit], this_year: int | None = None) -> None:
        self._layout, self._text, self._this_year = layout, layout.text, this_year
        self._spans = [(hit.start, hit.end) for hit in hits]
        self._is_ad = _is_ad(self._text)
        self._jobs: dict[tuple[int, bool], float | None] = {}
        self._over_names: dict[str, Said | None] = {}
        self._out_of_five = bool(_OUT_OF_FIVE.search(self._text))

    def said(self, hit: Hit, place: Place) -> Said | None:
        """The level that is said of a hit, and by which words."""
        return (
            self._in_item(hit, place)
            or self._in_row(hit, place)
            or self._before(hit, place)
            or self._over(place)
            or self._in_title(hit, place)
        )

    def _in_item(self, hit: Hit, place: Place) -> Said | None:
        """What stands with the name in its own item: after it up to the next name, or directly before it."""
        line = self._layout.lines[place.line]
        end, following = self._around(hit)
        after = self._text[end : max(end, min(line.end, following, end + _NEAR))]
        before = self._text[max(line.start, place.cell.start, self._end_before(hit), hit.start - _NEAR) : hit.start]
        own = _own(after)
        mark = _MARK.match(after + "\n") if self._out_of_five else None
        if mark:
            return Said(int(mark[1]), mark[1])
        leading = marks.stars(self._text[line.start : line.start + 10])
        return (
            marks.stars(after)
            or leading
            or marks.scale(own)
            or marks.percent(after)
            or (marks.word(own) if _SIGN.match(after) else None)
            or self._after(after, own)
            or _last_word(before)
        )

    def _after(self, after: str, own: str) -> Said | None:
        """A word after a comma, or years: "Docker, advanced"; "MLOps engineer, 5+ years"; "NLP for six years"."""
        comma = _WORD_AFTER_COMMA.match(after)
        if comma:
            return marks.word(comma.group())
        role = _ROLE_AND_YEARS.match(after)
        if role:
            return marks.years(after[role.end() :].split(",")[0], is_ad=self._is_ad)
        if _FOR_YEARS.match(after):
            return marks.years(after, is_ad=self._is_ad)
        return marks.years(own, is_ad=self._is_ad) if _DATED.match(after) else None

    def _around(self, hit: Hit) -> tuple[int, int]:
        """The end of the item of a name, and where the next name begins."""
        at = bisect_right(self._spans, (hit.start, hit.end))
        end, most = hit.end, at + _MOST_JOINED
        while at < min(most, len(self._spans)) and _JOINT.fullmatch(self._text, end, self._spans[at][0]):
            end = self._spans[at][1]
            end += self._text[end : end + 1] == ")"
            at += 1
        return end, self._spans[at][0] if at < len(self._spans) else len(self._text)

    def _end_before(self, hit: Hit) -> int:
        at = bisect_left(self._spans, (hit.start, hit.end))
        return self._spans[at - 1][1] if at else 0

    def _in_row(self, hit: Hit, place: Place) -> Said | None:
        """The next cells of the row: a word, or a number in a column of years."""
        cells = self._layout.cells(place.line)
        at = bisect_right(cells, hit.start, key=lambda cell: cell.start)
        later = [self._text[cell.start : cell.end].strip() for cell in cells[at : at + 4]]
        for words in later[:2]:
            said = marks.word(words) if len(words.split()) <= 3 else None
            if said:
                return said
        for more, words in enumerate(later):
            if re.fullmatch(r"\d{1,2}\+?", words) and self._is_of_years(place.line, at + more):
                return Said(marks.years_level(float(words.rstrip("+"))), f"{words} years")
        return None

    def _is_of_years(self, line: int, column: int) -> bool:
        """Say whether the head of the table says that a column is of years."""
        for number in range(line - 1, max(-1, line - _MOST_ROWS), -1):
            cells = self._layout.cells(number)
            if not self._layout.words(number):
                return False
            if column < len(cells) and _COLUMN.match(self._text[cells[column].start : cells[column].end].strip()):
                return True
        return False

    def _before(self, hit: Hit, place: Place) -> Said | None:
        """Words before the name that lead to it, in its clause; the nearest first."""
        start = max(place.sentence[0], hit.start - _NEAR)
        before = self._text[start : hit.start]
        cuts = [cut.end() for cut in _CLAUSE.finditer(before)]
        start += cuts[-1] if cuts else 0
        clause = self._text[start : hit.start]
        if _MAINTAINS.search(clause):
            return Said(5, "maintains it")
        said = marks.and_years(clause, is_ad=self._is_ad)
        if said:
            return said
        found = list(marks.all_words(clause))
        found += marks.all_years(clause, is_ad=self._is_ad)
        for one, begin, end in sorted(found, key=lambda one: one[1], reverse=True):
            if not self._is_of_another(start + begin) and self._leads(start + end, hit):
                return one
        led = _LED.search(clause)
        names = led and bisect_left(self._spans, (hit.start, 0)) - bisect_left(self._spans, (start + led.end("how"), 0))
        return Said(4, led["how"].lower()) if led and not names else None

    def _is_of_another(self, place: int) -> bool:
        """Say whether a word stands right after another name, and is said of that: "Figma daily, ChatGPT"."""
        at = bisect_left(self._spans, (place, 0)) - 1
        gap = self._text[self._spans[at][1] : place] if at >= 0 else ""
        return gap.isspace() and "\n" not in gap

    def _leads(self, place: int, hit: Hit) -> bool:
        """Say whether what ends at `place` leads to the name: over other names and small words, but no other thing."""
        first, last = bisect_left(self._spans, (place, 0)), bisect_left(self._spans, (hit.start, 0))
        rest = ""
        for start, end in self._spans[first:last]:
            rest += self._text[place:start]
            place = end
        rest = _UNKNOWN_NAME.sub("", rest + self._text[place : hit.start])
        return bool(_LEADS.fullmatch(rest.lower()))

    def _over(self, place: Place) -> Said | None:
        """The label of the list, the dates of the job for its list of tools, or the heading of the list."""
        if place.label:
            said = self._word(place.label) if len(place.label.split()) <= 8 else None
            if said:
                return said
            if _ONLY_YEARS.fullmatch(place.label):
                return marks.years(place.label, is_ad=self._is_ad)
            length = self._job_years(place.line) if _STACK.fullmatch(place.label) else None
            return _in_job(length)
        start, end = place.cell
        is_heading = self._text[start : min(end, start + 2 * HEADING)].strip(" :") == place.heading
        return None if is_heading else self._word(place.heading)

    def _word(self, over: str) -> Said | None:
        """The first word of a label or heading that says how well; each is read once."""
        if over not in self._over_names:
            self._over_names[over] = None if _OF_THE_AD.search(over) else marks.word(over)
        return self._over_names[over]

    def _job_years(self, line: int, *, here: bool = False) -> float | None:
        """How long the job of a line took; each line is looked at once."""
        if (line, here) not in self._jobs:
            self._jobs[line, here] = job_years(self._layout, line, this_year=self._this_year, here=here)
        return self._jobs[line, here]

    def _in_title(self, hit: Hit, place: Place) -> Said | None:
        """Senior or junior in the title of a job, or its dates: a short line that is no sentence, up to a comma."""
        line = self._layout.lines[place.line]
        words = self._text[line.start : min(line.end, line.start + _LONGEST_TITLE + 1)]
        title = re.split(r"[,|(]", words)[0]
        if len(words) > _LONGEST_TITLE or words.endswith(".") or line.mark in ("-", "•", "*", "–"):
            return None
        if hit.start - line.start >= len(title):
            return None
        found = _TITLE.search(title)
        if found:
            return Said(4 if found["high"] else 2, found.group().lower())
        return _in_job(self._job_years(place.line, here=True))


def _is_ad(text: str) -> bool:
    """Say whether a text speaks of "you" more than of "me"."""
    low = text.lower()
    words = _WORDS.findall(low)
    ad, cv = sum(map(_OF_ADS.__contains__, words)), sum(map(_OF_CVS.__contains__, words))
    return ad + low.count("we offer") > cv + low.count("curriculum vitae") + low.count("references on request")


def _in_job(years: float | None) -> Said | None:
    return Said(marks.years_level(years), f"{_length(years)} in the job") if years is not None else None


def _length(years: float) -> str:
    """How long, in words: months up to two years.

    >>> [_length(years) for years in (1 / 12, 7 / 12, 1.5, 2.58, 3.0)]
    ['1 month', '7 months', '18 months', '2.6 years', '3 years']
    """
    months = round(12 * years)
    return f"{months} month{'' if months == 1 else 's'}" if years < 2 else f"{round(years, 1):g} years"


def _own(after: str) -> str:
    """What belongs to the name in the words after it: up to a comma, semicolon or the end of its bracket."""
    if re.match(r"\s*\(", after):
        return after.partition(")")[0]
    return re.split(r"[,;|•\n]|\.\s|·(?!\s*\w+\s*$)", after, maxsplit=1)[0]


def _last_word(before: str) -> Said | None:
    """The word that stands directly before the name."""
    found = _DIRECT.search(before)
    return marks.word(found.group()) if found else None
