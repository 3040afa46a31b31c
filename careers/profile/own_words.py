"""Skills that the catalogue does not know, in a person's own words. Editors see how many keep each (`MissedWord`)."""

from django.db import transaction

from careers.accounts.models import User
from careers.profile.claims import WORDS_A_PERSON, TooMuch
from careers.profile.operations import get_or_create_profile
from careers.words import fold


def keep_word(*, user: User, word: str) -> None:
    """Keep a word of the person's own for a skill that the catalogue does not know. Raises TooMuch."""
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        words = set(profile.words.values_list("key", flat=True))
        if fold(word) in words:
            return
        if len(words) >= WORDS_A_PERSON:
            raise TooMuch(f"You keep {WORDS_A_PERSON} words of your own already. Take one away first.")
        profile.words.create(text=word, key=fold(word))


def drop_word(*, user: User, word: str) -> None:
    """Remove a word of the person's own."""
    with transaction.atomic():
        get_or_create_profile(user=user, lock=True).words.filter(key=fold(word)).delete()
