"""What the owner of a file should know about it, though we read it."""

from typing import Final

HIDDEN: Final = (
    "Some text of this file cannot be seen when it is opened, because it is hidden or as white as the page. "
    "We read it too: look for skills that you did not mean to list."
)
RECOGNISED: Final = (
    "The text of this file was recognised from a picture of it, so that letters may be wrong. "
    "Check what we found against your CV."
)
