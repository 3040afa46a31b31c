"""What a web process or a worker finds in its memory when it is forked, before it has done anything: told in a file.

Run with TOLD naming a folder, as the configuration file of gunicorn or as the application of Celery.
"""

import gc
import json
import os
import runpy
import threading
from pathlib import Path

from celery.signals import worker_process_init

from careers.config.celery import app as app  # for `celery -A tests.forked`

globals().update(runpy.run_path("gunicorn.conf.py"))


def post_fork(server: object, worker: object) -> None:
    tell()


@worker_process_init.connect
def tell(**_: object) -> None:
    from django.db import connections
    from django.template import engines

    from careers.catalogue import releases
    from matching import inputs
    from matching.about import home_pages

    found = {
        "releases": releases._released.cache_info().currsize,
        "compiled": inputs._compiled.cache_info().currsize,
        "drawn": home_pages.example.cache_info().currsize,
        "templates": len(engines["django"].engine.template_loaders[0].loaders[0].get_template_cache),
        "connections": [one.alias for one in connections.all(initialized_only=True) if one.connection is not None],
        "open": sorted(link for link in _links() if "sqlite3" in link or link in _connected()),
        "threads": threading.active_count(),
        "frozen": gc.get_freeze_count() > 0,
    }
    file = Path(os.environ["TOLD"]) / f"{os.getpid()}.json"
    file.with_suffix(".part").write_text(json.dumps(found))
    file.with_suffix(".part").rename(file)  # nobody reads half of it


def _links() -> list[str]:
    """What the open files of this process are."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:  # the one that lists them
            continue
    return found


def _connected() -> set[str]:
    """The sockets that are connected to something, as `_links` has them."""
    rows = [row.split() for row in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == "01"}
