"""Debian's packages that real parts come from: which are needed, and how they get here."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from ctypes.util import find_library
from pathlib import Path

from tests import browsers, servers


class Missing(Exception):
    """A real part that cannot be had; the message says what to do."""


# Debian's packages: what each is for, and how to tell that it is there.
PACKAGES: Mapping[str, Callable[[], object]] = {
    "postgresql": servers.PostgreSQL.programs,
    "rabbitmq-server": servers.RabbitMQ.SERVER.exists,
    "redis-server": lambda: shutil.which("redis-server"),
    "chromium-headless-shell": browsers.program,
    "curl": lambda: shutil.which("curl"),
    "libseccomp2": lambda: find_library("seccomp"),
    "fonts-dejavu-core": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").exists,
}


_INSTALLING = threading.Lock()


def need(*packages: str) -> None:
    """Have these packages: install what is missing where we may, else say what to type."""
    with _INSTALLING:
        _have(packages)


def need_browser() -> None:
    """Have the headless shell. If only the whole browser can be had, it does as well, slower."""
    with _INSTALLING:
        if browsers.program() == browsers.WHOLE and _may_install():
            print("Installing chromium-headless-shell ...", flush=True)
            _install(["chromium-headless-shell"])
        _have(["chromium-headless-shell"])


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: Sequence[str]) -> str:
    """Install them and return what apt-get said; nothing that is there is taken away."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15")  # without a network, not for minutes
    for command in (["update"], ["install", "-y", "--no-install-recommends", "--no-remove", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *patient, *command], env=quiet, capture_output=True, text=True, check=False
        )
    return done.stdout[-2000:] + done.stderr[-2000:]


def _have(packages: Sequence[str]) -> None:
    missing = [package for package in packages if not PACKAGES[package]()]
    if not missing:
        return
    if not _may_install():
        raise Missing(f"Missing: {', '.join(missing)}. Type: sudo apt-get install {' '.join(missing)}")
    print(f"Installing {', '.join(missing)} ...", flush=True)
    said = _install(missing)
    still = [package for package in missing if not PACKAGES[package]()]
    if still:
        raise Missing(f"Could not install {', '.join(still)}:\n{said}")
