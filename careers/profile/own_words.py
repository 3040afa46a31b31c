"""Skills that the catalogue does not know, in a person's own words, and the count that editors see."""

from django.db import transaction
from django.db.models import F

from careers.accounts.models import User
from careers.profile.claims import WORDS_A_PERSON, TooMuch
from careers.profile.models import MissedWord
from careers.profile.operations import get_or_create_profile
from careers.words import fold

# Anybody may keep a word, so the number of words is limited; those already there still count up.
WORDS_IN_ALL = 10_000


def keep_word(*, user: User, word: str) -> None:
    """Keep a word of the person's own for a skill that the catalogue does not know, and count it for the editors.

    Raises TooMuch.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        words = set(profile.words.values_list("key", flat=True))
        if fold(word) in words:
            return
        if len(words) >= WORDS_A_PERSON:
            raise TooMuch(f"You keep {WORDS_A_PERSON} words of your own already. Take one away first.")
        profile.words.create(text=word, key=fold(word))
        count_word(key=fold(word), by=1)


def drop_word(*, user: User, word: str) -> None:
    """Remove a word of the person's own, and take it out of the count."""
    with transaction.atomic():
        gone, _ = get_or_create_profile(user=user, lock=True).words.filter(key=fold(word)).delete()
        if gone:
            count_word(key=fold(word), by=-1)


def count_word(*, key: str, by: int) -> None:
    """Count a word that the catalogue does not know up or down by one; at zero, delete its row."""
    counted = MissedWord.objects.filter(key=key)
    if by < 0:
        if not counted.filter(count__gt=1).update(count=F("count") - 1):
            counted.filter(count=1).delete()
    elif not counted.update(count=F("count") + 1) and MissedWord.objects.count() < WORDS_IN_ALL:
        _, created = MissedWord.objects.get_or_create(key=key, defaults={"count": 1})
        if not created:  # somebody else was first, just now
            counted.update(count=F("count") + 1)
