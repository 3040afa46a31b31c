"""Template filters for bands, and for hours a week."""

from django import template

from matching import engine
from matching.plans.words import plain
from matching.words import BAND_LABELS, BAND_SENTENCES, BAND_VERDICTS

register = template.Library()

register.filter("plain", plain)


@register.filter
def band_label(band: str | None) -> str:
    """The label of a band; nothing for None.

    >>> band_label("nearly-there"), band_label(None)
    ('nearly there', '')
    """
    return "" if band is None else BAND_LABELS[band]


@register.filter
def verdict(band: str) -> str:
    """What a band means to somebody who reads their first result.

    >>> verdict("stretch"), verdict("ready")
    ('A stretch', 'You could apply today')
    """
    return BAND_VERDICTS[band]


@register.filter
def verdict_said(band: str) -> str:
    """What a band means, as the beginning of a sentence about the person.

    >>> verdict_said("stretch"), verdict_said("nearly-there")
    ('This is a stretch for you', 'You are nearly there')
    """
    return BAND_SENTENCES[band]


@register.filter
def must_haves(score: engine.RoleScore) -> str:
    """How many of a role's must-haves are met, and how many of the others are begun."""
    if score.must_haves_met == score.must_haves_of:
        return f"all {score.must_haves_of} must-haves"
    begun = score.must_haves_begun
    return f"{score.must_haves_met} of {score.must_haves_of} must-haves{f' met, {begun} begun' if begun else ''}"


@register.filter
def unknown_points(score: engine.RoleScore) -> int:
    """The whole points of 100 on which we have no information: what is left of those that we say we know."""
    return 100 - score.known // 100
