"""Memory that was used once, given back, and looked through for rubbish no more often than it must be."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def give_back() -> None:
    """Return to the system what was freed; where its library knows no such call, nothing happens.

    glibc keeps what large tables and texts left behind, for this process alone: of an archive of half a gigabyte, a
    tenth of all that it took.
    """
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def seldom_searched() -> Iterator[None]:
    """For work that makes many things and little rubbish: what is loaded by now is not gone through again and again.

    Python looks through all that lives for what only names itself, more often the more is made: a tenth of the time in
    which an archive moves in. Counted references go at once as ever.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
