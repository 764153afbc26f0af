"""A program that draws the first page of a PDF: bytes come in at standard input, "width height" and pixels go out.

It is run in a process of its own, since PDFs are written by anybody and read by a large library in C++. Before it looks
at a byte it gives up what it could do: more memory, more processor time, large files, processes, and whatever has a
name or an address, so that it can read nothing but what it was handed. Whatever goes wrong ends it with a status that
is not 0.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from typing import Final

import pypdfium2

SIDE: Final = 640  # pixels of the longer side
MEMORY: Final = 768 << 20  # bytes of addresses, of which the library and its own take some 100 MB
PROCESSOR: Final = 10  # seconds
LARGEST_DRAWN: Final = 3 * SIDE * SIDE + 64  # bytes that it may write

_LIMITS: Final = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, PROCESSOR),
    (resource.RLIMIT_FSIZE, LARGEST_DRAWN),
    # No file and no socket can be opened. Fonts that a page does not bring are the library's own.
    (resource.RLIMIT_NOFILE, 0),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_CORE, 0),
)

# Landlock of the Linux kernel (landlock(7)): the same numbers on every machine that we run on.
_CREATE_RULESET: Final = 444
_RESTRICT_SELF: Final = 446
_NO_NEW_PRIVILEGES: Final = 38
# What each version of it can close, by the version from which it can: files, addresses, processes beside.
_FILES: Final = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_ADDRESSES: Final = ((4, 0b11),)
_BESIDE: Final = ((6, 0b11),)


def give_up_rights() -> None:
    """From here on this process may do little; nothing gives it back. Raises ValueError or OSError."""
    if sys.platform == "linux":
        _close_all_that_has_a_name()
    for kind, most in _LIMITS:
        resource.setrlimit(kind, (most, most))


def _close_all_that_has_a_name() -> None:
    """Let no path, port or other process be reached, not even to delete it; a kernel that cannot is no reason to stop,
    since nothing can be opened either way. Raises OSError where one can and does not.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    version = kernel.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return
    closed = [sum(bits for since, bits in kinds if since <= version) for kinds in (_FILES, _ADDRESSES, _BESIDE)]
    known = [bits for bits in closed if bits]
    rules = (ctypes.c_uint64 * len(known))(*known)
    ruleset = kernel.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    kernel.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0)))
    if ruleset < 0 or kernel.syscall(_RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "nothing was closed")
    os.close(ruleset)


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
