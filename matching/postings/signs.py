"""Signs that a pasted text is not what the page is for: a CV, or an ad in a language that we do not read well.

Both are told next to what was read all the same: the person knows better than a rule.
"""

import re
from collections.abc import Iterator

CV = (
    "This reads like a CV, not like a job ad. If it is yours, name your skills instead: "
    "you can paste them as a list on the page of your skills."
)
LANGUAGE = (
    "This ad does not seem to be in English. We know the names of tools in any language, but headings and sentences "
    "only in English: look closely at what is a must-have, at the levels, and at what is missing."
)

_LOOKED_AT = 20_000  # letters; the beginning tells
_SURE = 5
_SOME = 15  # words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_A_CV = re.compile(r"\b(?:I(?=\s(?:am|have|was|worked|led|built|can|did|do)\b)|[Mm]y)\b")
_CV_LINES = re.compile(
    r"^\W*(?:academic|certifications?|education|employment|(?:professional |work )?experience|hobbies|interests"
    r"|languages|objective|profile|projects?|skills|summary|training)\W*$",
    re.I | re.M,
)
_CV_HEADINGS = re.compile(
    r"\b(?:curriculum vitae|r[ée]sum[é]|career objective|career summary|work(?:ing)? history|employment history"
    r"|projects undertaken|date of birth|references (?:available )?(?:up)?on request|marital status|linkedin\.com/in"
    r"|(?:education|skill|company) details|declaration|father['’]s name)\b",
    re.I,
)
_YEARS = re.compile(
    r"\b(?:19|20)\d\d\s*(?:[-–—]|to|until)\s*"
    r"(?:(?:[A-Z][a-z]{2,8}\.?\s*)?(?:19|20)\d\d|present|now|today|current)",
    re.I,
)
_OF_AN_AD = re.compile(
    r"\b(?:you(?:r|['’]ll|['’]re|['’]ve)?|we offer|we(?:['’]re| are) (?:looking|hiring)|apply|applicants?|candidates?"
    r"|equal opportunity|benefits|the role|this (?:role|position)|job description)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = _words("the and to of with you we our is are for will your this that have from by be as")
_OTHERS = _words(
    """
    und der das mit für wir von im den ist sie oder een het van voor met je jij wij zijn bij ons aan le les et des vous
    nous pour avec dans du est votre el los las para con que por una em um uma os da do na com se il di che per della
    og att på med som är och jest oraz się
    """
)


def signs(text: str) -> Iterator[str]:
    """What to tell about a text, if anything."""
    beginning = text[:_LOOKED_AT]
    if is_cv(beginning):
        yield CV
    if is_foreign(beginning):
        yield LANGUAGE


def is_cv(text: str) -> bool:
    """Say whether a text speaks of somebody's own past, and not to somebody who is looked for."""
    own = len(_OF_A_CV.findall(text)) + len(_CV_LINES.findall(text))
    of_a_cv = own + 3 * len(_CV_HEADINGS.findall(text)) + 2 * len(_YEARS.findall(text))
    return of_a_cv >= _SURE and of_a_cv > 2 * len(_OF_AN_AD.findall(text))


def is_foreign(text: str) -> bool:
    """Say whether small words of other languages outnumber the English ones.

    >>> is_foreign("Wir suchen eine Person mit Erfahrung in Python und SQL, die mit uns den Dienst baut. " * 3)
    True
    >>> is_foreign("Python, SQL, Airflow, Kafka, dbt, Terraform")
    False
    """
    words = [word.lower() for word in _WORD.findall(text)]
    others = sum(word in _OTHERS for word in words)
    return others >= _SOME and others > sum(word in _ENGLISH for word in words)
