"""Mails: one text each, from which the HTML is made, so that the two always say the same."""

import re
from typing import NamedTuple

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


class Block(NamedTuple):
    """A paragraph of a mail; with `href`, a link that says what it does."""

    text: str
    href: str = ""


def tidy(text: str) -> str:
    """The text as it is sent: one empty line between paragraphs, none around them."""
    return re.sub(r"\n\s*\n\s*", "\n\n", text).strip() + "\n"


def blocks(text: str) -> list[Block]:
    """The paragraphs of a mail; a line that ends in a colon with an address below it is a link.

    >>> blocks("Hello.\\n\\nConfirm it:\\nhttps://example.org/x\\n")
    [Block(text='Hello.', href=''), Block(text='Confirm it', href='https://example.org/x')]
    """
    return [_block(paragraph) for paragraph in text.strip().split("\n\n")]


def _block(paragraph: str) -> Block:
    link = re.fullmatch(r"(.+):\n(https?://\S+)", paragraph)
    return Block(link[1], link[2]) if link else Block(" ".join(paragraph.split()))


def device(user_agent: str) -> str:
    """The browser and system as one would name them, from what the browser says of itself.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"), device("curl/8.0")
    ('Firefox on Linux', 'an unknown program')
    """
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " on ".join(filter(None, [browser, system])) or "an unknown program"
