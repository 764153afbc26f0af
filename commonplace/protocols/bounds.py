"""How large a protocol may be, for forms and files alike."""

from commonplace.gatherings.actions.convening import LONGEST, SHORTEST

MOST_PHASES = 20
TITLE, LINE, PHASE_TITLE, PROMPT = 200, 400, 120, 1000
MOST_MINUTES, MOST_DAYS = 60 * 24, 365
LONGEST_TIMED, SHORTEST_TIMED = LONGEST, SHORTEST
FILE_BYTES = 64 * 1024
