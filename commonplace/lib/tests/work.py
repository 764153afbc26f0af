"""Work counted rather than timed: how many lines, jumps and calls of Python a deed takes, the same on every machine.

What C does within one line (a slice, a search for a word, a regular expression) is one line here. Slices and searches
pass over a text of the greatest length in microseconds; expressions are held by their shape instead (see
`tests/patterns.py`).
"""

import sys
from collections.abc import Callable
from itertools import count

_TOOL = 4  # a number that neither debuggers, coverage nor profilers take
_EVENTS = sys.monitoring.events.LINE | sys.monitoring.events.JUMP | sys.monitoring.events.PY_START


def work(deed: Callable[[], object]) -> int:
    """Lines, jumps and calls that the deed takes."""
    tally = count()
    monitoring = sys.monitoring
    monitoring.use_tool_id(_TOOL, "work")
    try:
        for event in (monitoring.events.LINE, monitoring.events.JUMP, monitoring.events.PY_START):
            monitoring.register_callback(_TOOL, event, lambda *_: next(tally) and None)
        monitoring.set_events(_TOOL, _EVENTS)
        deed()
    finally:
        monitoring.set_events(_TOOL, 0)
        monitoring.free_tool_id(_TOOL)
    return next(tally)
