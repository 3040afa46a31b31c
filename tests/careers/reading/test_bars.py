"""What the reader is held to: no false find on the traps, and the share of our labelled texts that it reads rightly.

What was written before the reader was changed and what was written after it are held apart, each to the same bars.
"""

from collections.abc import Sequence
from typing import get_args

import pytest
from django.conf import settings

from careers.catalogue import files
from careers.reading.reader import Reader
from careers.reading.words import cues
from tests.careers.reading import labelled, measuring, traps
from tests.careers.reading.traps import When, counting

SKILLS = [skill for skill in files.read(settings.BASE_DIR / "fixtures")[0].skills if not skill.retired]
SLUGS = {skill.slug for skill in SKILLS}
READER = Reader(SKILLS)
TEXTS = labelled.read(labelled.TEXTS, SLUGS)

PRECISION, RECALL, WITHIN_ONE = 0.95, 0.90, 0.85
MOST_MISSED = 10  # of the names in the traps: a reader that finds nothing finds nothing false either


def test_no_trap_makes_a_false_find_and_hardly_a_name_is_missed() -> None:
    rows = traps.read(SLUGS)
    assert len(rows) >= 200
    wrong = [row.text for row in rows if counting.count(row, READER.find(row.text)).false]
    assert wrong == []
    assert sum(counting.count(row, READER.find(row.text)).missed for row in rows) <= MOST_MISSED


def test_there_are_enough_texts_of_both_times() -> None:
    assert len(TEXTS) >= 80
    for when in get_args(When):
        assert sum(one.written == when for one in TEXTS) >= 36


@pytest.mark.parametrize("written", [labelled.WRITTEN, *((when,) for when in labelled.WRITTEN)])
@pytest.mark.parametrize("kinds", [labelled.KINDS, *((kind,) for kind in labelled.KINDS)])
def test_texts_are_read_as_people_label_them(written: Sequence[str], kinds: Sequence[str]) -> None:
    those = [one for one in TEXTS if one.written in written and one.kind in kinds]
    found = measuring.together(measuring.measure(READER, one) for one in those)
    for score in (found.skills, found.mentions):
        assert (score.precision or 0) >= PRECISION
        assert (score.recall or 0) >= RECALL
    assert found.levels.within_one >= WITHIN_ONE * found.levels.compared


def test_whatever_a_cue_matches_has_one_of_its_heads() -> None:
    """So a sentence without any need not be searched for it."""
    matches = 0
    for text in [row.text for row in traps.read(SLUGS)] + [one.text for one in TEXTS]:
        for cue in cues.CUES:
            for match in cue.words.finditer(text):
                assert not cue.heads.isdisjoint(cues.words_of(match.group())), match.group()
                matches += 1
        for match in cues.RELATIVE.finditer(text):
            assert not cues.RELATIVES.isdisjoint(cues.words_of(match.group()))
    assert matches > 200
