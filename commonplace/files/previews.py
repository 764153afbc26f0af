"""Small pictures of files: of a picture itself, of a PDF its first page, drawn by the worker once a room wants it.

PDFs are hostile until proven otherwise. Each is drawn in a process of its own (`first_page.py`) that may take so much
memory, time and room and no more, is handed nothing of the house, can open nothing by name or address, and gives back
plain pixels.
"""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Final

from django.db.models import F, Q
from django.utils import timezone
from PIL import Image

from commonplace.files import first_page, pictures
from commonplace.files.actions import path_of, write
from commonplace.files.formats import EXTENSIONS
from commonplace.files.models import Preview, StoredFile
from commonplace.files.pictures import Picture
from commonplace.files.refusals import FileRefused, StorageTrouble
from commonplace.lib.unpacking import ONE_AT_A_TIME

SIDE: Final = first_page.SIDE  # pixels
DRAWN: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
AGAIN_AFTER: Final = timedelta(minutes=10)
AT_ONCE: Final = 20  # in one round of the worker, unless
ENOUGH: Final = 5.0  # seconds passed over them
SECONDS: Final = 20  # for one page, by the clock; its processor time is bounded in `first_page.py`

logger = logging.getLogger(__name__)


class CannotBeDrawn(Exception):
    """A file of which there is no small picture: damaged, locked by a passphrase, or too much."""


def want(*, stored: StoredFile, at: datetime | None = None) -> None:
    """Have a small picture made of it, where there can be one and it is not small itself."""
    is_small = max(stored.width or 0, stored.height or 0) <= SIDE
    if stored.content_type not in DRAWN or (stored.kind == StoredFile.Kind.IMAGE and is_small):
        return
    Preview.objects.get_or_create(of=stored, defaults={"wanted_at": at or timezone.now()})


def draw_wanted(*, now: datetime) -> int:
    """Draw what rooms wait for, the first wanted first; how many there are now. Another process draws others."""
    waits = Q(tried_at=None) | Q(tried_at__lt=now - AGAIN_AFTER)
    wanted = Preview.objects.filter(waits, content="", tries__lt=Preview.MOST_TRIES).select_related("of")
    begun, drawn = time.monotonic(), 0
    for one in wanted.order_by("wanted_at", "pk")[:AT_ONCE]:
        # Noted before it is tried, so that a file that takes the worker with it is tried twice and no more.
        claimed = Preview.objects.filter(pk=one.pk, tries=one.tries, tried_at=one.tried_at)
        if claimed.update(tries=F("tries") + 1, tried_at=now):
            drawn += _draw(one)
        if time.monotonic() - begun > ENOUGH:
            break
    return drawn


def _draw(preview: Preview) -> bool:
    row = Preview.objects.filter(pk=preview.pk)
    try:
        picture = picture_of(preview.of)
        path = write(path_of(token_hex(32), EXTENSIONS[picture.content_type]), picture.data)
    except (CannotBeDrawn, FileRefused, FileNotFoundError) as problem:
        logger.info("No small picture of file %s: %s", preview.of_id, problem)
        row.update(tries=Preview.MOST_TRIES)
        return False
    except OSError as problem:
        # Storage that is away is no fault of the file.
        row.update(tries=preview.tries)
        logger.warning("No small picture of file %s now: %s", preview.of_id, problem)
        return False
    row.update(content=path, content_type=picture.content_type, width=picture.width, height=picture.height)
    return True


def picture_of(stored: StoredFile) -> Picture:
    """A small picture of a stored file. Raises CannotBeDrawn, FileRefused; OSError where its bytes are not there."""
    with stored.content.open("rb") as content:
        data = content.read()
    if stored.content_type == "application/pdf":
        return first_page_of(data)
    with ONE_AT_A_TIME:
        return pictures.small(data, stored.content_type, SIDE)


def first_page_of(data: bytes) -> Picture:
    """The first page of a PDF. Raises CannotBeDrawn."""
    program = Path(first_page.__file__)
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as drawn,
        tempfile.TemporaryDirectory(prefix="page-") as empty,
    ):
        given.write(data)
        given.seek(0)
        try:
            # It is handed no environment, so no secret of the house's, and these two files.
            done = subprocess.run(
                [sys.executable, "-I", str(program)],
                stdin=given,
                stdout=drawn,
                stderr=subprocess.DEVNULL,
                cwd=empty,
                env={},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as problem:
            raise CannotBeDrawn("it took too long") from problem
        if done.returncode:
            raise CannotBeDrawn(f"its process ended with {done.returncode}")
        drawn.seek(0)
        return _painted(drawn.read(first_page.LARGEST_DRAWN + 1))


def _painted(said: bytes) -> Picture:
    """The picture out of width, height and plain pixels, whatever wrote them. Raises CannotBeDrawn."""
    head, _newline, pixels = said.partition(b"\n")
    sides = head.split(b" ")
    if len(head) > 20 or len(sides) != 2 or not all(one.isdigit() for one in sides):
        raise CannotBeDrawn("it gave back no picture")
    width, height = map(int, sides)
    if not (0 < width <= SIDE and 0 < height <= SIDE and len(pixels) == 3 * width * height):
        raise CannotBeDrawn("it gave back another picture than it said")
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(out, "WEBP", quality=pictures.QUALITY)
    return Picture(out.getvalue(), "image/webp", width, height)


__all__ = ["CannotBeDrawn", "StorageTrouble", "draw_wanted", "first_page_of", "picture_of", "want"]
