"""Rows of gatherings: what was convened, series of it, what people answered, and dates being looked for."""

from commonplace.gatherings.models.answering import Answer, Invited, Reminding
from commonplace.gatherings.models.gathering import Gathering, Host, State
from commonplace.gatherings.models.outside import OutsideCalendar, OutsideDate, OutsideInMine
from commonplace.gatherings.models.poll import Poll, PollTime, PollVote
from commonplace.gatherings.models.series import Series
from commonplace.gatherings.models.untold import Untold

__all__ = [
    "Answer",
    "Gathering",
    "Host",
    "Invited",
    "OutsideCalendar",
    "OutsideDate",
    "OutsideInMine",
    "Poll",
    "PollTime",
    "PollVote",
    "Reminding",
    "Series",
    "State",
    "Untold",
]
