"""A file that is larger than this house keeps is refused before its bytes are read, where its form says their length.

Whatever takes one file and nothing behind it says so with `takes_one_file`. The door of the house reads such a form no
further than to a file that is too large (`house/whole_requests.py`), and Django is asked with its words, the name of
the file and the length that was declared: so the form says what is wrong in its place, and its words are in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponseBase
from django.urls import Resolver404, resolve

# What the door says beside a form without the bytes of its file: how long all of it was to be.
DECLARED: Final = "commonplace.declared"
_FILE: Final = re.compile(rb'\r\nContent-Disposition: form-data; name="[^"\r\n]*"; filename="[^"\r\n]+"', re.IGNORECASE)


def takes_one_file[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Mark a view whose form ends with its one file: what is longer than that may be is not read."""
    view.takes_one_file = True  # type: ignore[attr-defined]
    return view


def is_for_one_file(path: str) -> bool:
    """Whether whatever answers at this path takes one file."""
    try:
        return getattr(resolve(path).func, "takes_one_file", False)
    except Resolver404:
        return False


def without_its_file(begun: bytes, content_type: str) -> bytes | None:
    """A form that ends where its first file begins; None until that is reached, and where it is no form with a file."""
    said = Message()
    said["content-type"] = content_type
    boundary = said.get_param("boundary")
    if said.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not boundary.isascii():
        return None
    file = _FILE.search(begun)
    head = begun.find(b"\r\n\r\n", file.end()) if file else -1
    return None if head < 0 else begun[: head + 4] + f"\r\n--{boundary}--\r\n".encode()


class Declared(FileUploadHandler):
    """Gives a file whose bytes were not read, with the length that it was to have; leaves any other to those behind."""

    size: int | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.size = META.get(DECLARED)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self.size is None:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, self.size, self.charset)
