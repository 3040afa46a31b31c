"""Archives: looked over as a whole before one file of them is unpacked, and unpacked in memory only."""

import stat
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final

from .limits import ENTRIES, UNPACKED
from .refusals import Reason, Refused

MARK: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_HEADER: Final = 30  # bytes before the name of a file in an archive


class Archive:
    """A zip file that holds no more than it may, and nothing that is not what it says."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise Refused(Reason.BROKEN) from error
        files = self._zip.infolist()
        _check(files)
        self.names = [file.filename for file in files]

    def read(self, name: str) -> bytes:
        """Return a file. Its size was checked as its archive states it, and is checked again while it is unpacked."""
        try:
            with self._zip.open(name) as file:
                return file.read(UNPACKED)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise Refused(Reason.BROKEN) from error

    def named(self, name: str) -> str | None:
        """Return the full name of the file with this last name, in whatever folder and case."""
        matching = [full for full in self.names if PurePosixPath(full).name.casefold() == name.casefold()]
        return min(matching, key=len, default=None)


def _check(files: Sequence[zipfile.ZipInfo]) -> None:
    if any(file.flag_bits & _ENCRYPTED for file in files):
        raise Refused(Reason.LOCKED)
    if len(files) > ENTRIES or sum(file.file_size for file in files) > UNPACKED:
        raise Refused(Reason.TOO_MUCH_INSIDE)
    names = {file.filename for file in files}
    if len(names) < len(files) or any(_is_unsafe(file) for file in files) or _overlap(files):
        raise Refused(Reason.UNSAFE)


def _is_unsafe(file: zipfile.ZipInfo) -> bool:
    """Tell whether a file would leave its folder, is a link, or is packed in a way that nothing honest uses."""
    name = file.filename.replace("\\", "/")
    leaves = name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/")
    return leaves or stat.S_ISLNK(file.external_attr >> 16) or file.compress_type not in _METHODS


def _overlap(files: Sequence[zipfile.ZipInfo]) -> bool:
    """Tell whether two files share bytes of the archive, which is how a small one holds petabytes."""
    spans = sorted((file.header_offset, file.header_offset + _HEADER + file.compress_size) for file in files)
    return any(end > start for (_, end), (start, _) in pairwise(spans))
