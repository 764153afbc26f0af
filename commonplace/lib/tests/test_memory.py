"""Rubbish is looked for seldom while much is made, and as before afterwards, whatever happened."""

import gc
from contextlib import suppress

from commonplace.lib.memory import seldom_searched


def test_how_often_rubbish_is_looked_for_is_as_it_was_afterwards() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with suppress(KeyError), seldom_searched():
        assert gc.get_threshold() == (20_000, 20, 50)
        assert gc.get_freeze_count() > frozen
        raise KeyError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
