"""How templates write the band of a fit."""

from django import template

from matching.words import BAND_LABELS

register = template.Library()


@register.filter
def band_label(band: str | None) -> str:
    """The words for a band; nothing for None.

    >>> band_label("nearly-there"), band_label(None)
    ('nearly there', '')
    """
    return BAND_LABELS.get(band or "", "")
