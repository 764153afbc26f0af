"""A program that draws the first page of a PDF: bytes come in at standard input, "width height" and pixels go out.

It is run in a process of its own, since PDFs are written by anybody and read by a large library in C++. Before it looks
at a byte it gives up what it could do: more memory, more processor time, large files, many open ones, and processes.
Whatever goes wrong ends it with a status that is not 0.
"""

from __future__ import annotations

import os
import resource
import sys
from typing import Final

import pypdfium2

SIDE: Final = 640  # pixels of the longer side
MEMORY: Final = 768 << 20  # bytes of addresses, of which the library and its own take some 100 MB
PROCESSOR: Final = 10  # seconds
LARGEST_DRAWN: Final = 3 * SIDE * SIDE + 64  # bytes that it may write
OPEN_FILES: Final = 32  # fonts of the system among them

_LIMITS: Final = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, PROCESSOR),
    (resource.RLIMIT_FSIZE, LARGEST_DRAWN),
    (resource.RLIMIT_NOFILE, OPEN_FILES),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_CORE, 0),
)


def give_up_rights() -> None:
    """From here on this process may do little; nothing gives it back. Raises ValueError or OSError."""
    for kind, most in _LIMITS:
        resource.setrlimit(kind, (most, most))


def draw(data: bytes) -> bytes:
    """The first page on white, no side over SIDE. Raises what pypdfium2 raises."""
    page = pypdfium2.PdfDocument(data)[0]
    width, height = page.get_size()
    scale = SIDE / max(width, height, 1)
    # Rounded up by the library: a page a thousand times as long as it is wide is still one pixel wide.
    bitmap = page.render(scale=scale * (SIDE - 1) / SIDE, rev_byteorder=True, may_draw_forms=False)
    pixels = memoryview(bitmap.buffer).cast("B")
    rows = (pixels[row * bitmap.stride : row * bitmap.stride + 3 * bitmap.width] for row in range(bitmap.height))
    return b"%d %d\n" % (bitmap.width, bitmap.height) + b"".join(rows)


def main() -> None:
    """Draw what comes in."""
    give_up_rights()
    drawn = draw(sys.stdin.buffer.read())
    sys.stdout.buffer.write(drawn)
    sys.stdout.buffer.flush()
    # The library's own tidying up is no longer of interest, and could stumble over what it read.
    os._exit(0)


if __name__ == "__main__":
    main()
