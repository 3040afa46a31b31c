"""A check before production is started: that strangers' files are read behind a filter of system calls."""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register

from careers.documents.extracting import confining


@register(Tags.security, deploy=True)
def files_are_read_behind_a_filter(**_: Any) -> list[CheckMessage]:
    try:
        ctypes.CDLL(confining.LIBRARY)
    except OSError:
        return [
            Warning(
                "CVs are read without a filter of system calls, because libseccomp is not there.",
                hint="Install it (libseccomp2 on Debian), on the machines of the workers too.",
                id="careers.W001",
            )
        ]
    return []
