"""A text that is not what the page is for: a CV, or an ad in another language."""

import pytest

from matching.postings import signs
from tests.matching.postings import ads

CV = """Backend developer

Profile
I have worked on shops and ferries, and I like quiet code.

Employment history
2019 - present: developer at a ferry line. I built the timetable in Python.
2016 - 2019: developer at a shop. I led a small team.

Education
2012 to 2016 Mathematics
"""
BARE_CV = (
    "Work history\nMay 2019 to June 2023 Clerk\nMay 2016 to April 2019 Clerk\nSkills\nSQL, Excel\nLanguages\nDutch\n"
)
STORY = """We are looking for somebody who finishes what I began. In my ten years here I have built a small
team, and you would lead it. You need SQL and Python. Apply with your CV; candidates hear from us
within a week. We offer a garden.
"""
GERMAN = """Wir suchen für das Team in der Stadt eine Person, die mit uns den Dienst baut. Du hast Erfahrung mit
Python und SQL und bist gern im Gespräch mit den Leuten von der Bahn. Wir bieten ein Büro für die
Arbeit und einen Garten für den Tag.
"""
FRENCH = """Nous cherchons une personne pour le développement de la plateforme avec les équipes de la ville.
Vous avez une expérience de Python et des bases de données, et vous aimez le contact avec les gens
pour que le service soit une joie.
"""


@pytest.mark.parametrize("text", [CV, BARE_CV])
def test_a_cv_is_told(text: str) -> None:
    assert list(signs.signs(text)) == [signs.CV]


@pytest.mark.parametrize("text", [GERMAN, FRENCH])
def test_another_language_is_told(text: str) -> None:
    assert list(signs.signs(text)) == [signs.LANGUAGE]


@pytest.mark.parametrize("text", ["", "Python, SQL, Rust", STORY, ads.ML_ENGINEER, ads.DATA_ENGINEER, ads.NURSE])
def test_nothing_is_told_of_an_ad(text: str) -> None:
    assert list(signs.signs(text)) == []
