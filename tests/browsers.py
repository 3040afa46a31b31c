"""Debian's chromium for tests: the headless shell if it is there, else the whole browser without a window's extras.

Both are one source and one version, with the same engine for pages, styles and scripts. The shell has no window around
the page, which costs several times the page itself: for each context, and again for each page that it loads.
"""

import os
from pathlib import Path

SHELL = Path("/usr/bin/chromium-headless-shell")
WHOLE = Path("/usr/bin/chromium")

# The whole browser loads two pages of its own into each window for what its address bar may show.
_EXTRAS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI")
# The last --disable-features counts, so these repeat those of Playwright's that change how a page behaves.
_USUAL = ("AvoidUnnecessaryBeforeUnloadCheckSync", "HttpsUpgrades", "PaintHolding", "ThirdPartyStoragePartitioning")


def program() -> Path | None:
    """The browser to use, or None if there is none; `CHROMIUM` may name another."""
    named = os.environ.get("CHROMIUM")
    return next((path for path in (Path(named) if named else SHELL, SHELL, WHOLE) if path.exists()), None)


def arguments() -> list[str]:
    return [
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--disable-features={','.join((*_EXTRAS, *_USUAL))}",
    ]
