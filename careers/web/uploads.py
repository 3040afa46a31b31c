"""Uploads: held in memory and never on a disk, and only as much of them as any form takes."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

MOST_BYTES = 5_000_000  # of all files of one request


class InMemory(FileUploadHandler):
    """Keep the first bytes of a request's files, one more than a form may take, so that the form sees what is too long.

    The rest is read and dropped: whoever sends a gigabyte gets an answer, and takes no room.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._room = MOST_BYTES + 1

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = raw_data[: self._room]
        self._room -= len(kept)
        self._file.write(kept)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._file.seek(0)
        size = self._file.getbuffer().nbytes
        charset, extra = self.charset, self.content_type_extra
        return InMemoryUploadedFile(
            self._file, self.field_name, self.file_name, self.content_type, size, charset, extra
        )
