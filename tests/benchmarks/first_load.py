"""What a first visit costs, in Chromium: bytes, largest paint and layout shift of the main pages.

    python tests/benchmarks/first_load.py http://127.0.0.1:8000 [--session ID] [--times 5]

Each load is the first of a fresh browser: nothing is in its cache. Figures are medians; bytes are those sent over the
network, headers included. `--session` is the session cookie of somebody signed in, for their pages.
"""

import argparse
import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

PUBLIC = ("/", "/roles/", "/roles/ai-engineer/")
OWN = ("/matches/", "/matches/ai-engineer/", "/profile/")
MOST = 150_000  # bytes of a first load

# Kept by the page itself, because entries that came before an observer are only told when it asks for them.
WATCH = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => { for (const one of list.getEntries()) seen.lcp = one.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries()) seen.cls += one.value; })
  .observe({type: "layout-shift", buffered: true});
"""


class Load(NamedTuple):
    size: int
    requests: int
    lcp: float
    cls: float
    first_byte: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site")
    parser.add_argument("--session")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        print(f"{'page':24}{'kB':>7}{'requests':>10}{'first byte':>12}{'LCP ms':>8}{'CLS':>7}")
        for path in (*PUBLIC, *(OWN if options.session else ())):
            _tell(path, [_load(browser, options.site, path, options.session) for _ in range(options.times)])
        browser.close()


def _load(browser: Browser, site: str, path: str, session: str | None) -> Load:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    if session and path in OWN:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = context.new_page()
    page.add_init_script(WATCH)
    sent: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.goto(site + path, wait_until="load")
    page.wait_for_timeout(400)
    seen: dict[str, Any] = page.evaluate("seen")
    first_byte = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    context.close()
    return Load(int(sum(sent)), len(sent), seen["lcp"], seen["cls"], first_byte)


def _tell(path: str, loads: Sequence[Load]) -> None:
    size, requests, lcp, cls, first_byte = (statistics.median(column) for column in zip(*loads, strict=True))
    over = "  over the bar" if size > MOST else ""
    print(f"{path:24}{size / 1000:7.1f}{requests:10.0f}{first_byte:12.0f}{lcp:8.0f}{cls:7.3f}{over}")


if __name__ == "__main__":
    main()
