"""What the post brings to the rooms below: a last look at letters about a post, and a worker for those that come in."""

from datetime import timedelta

from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.mail import mine, on_erase
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.actions.receiving import forget_old
from commonplace.mail.sending import LAST_LOOK
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due

LAST_LOOKS.declare(LAST_LOOK)

DUE.declare(
    Due("act on letters that came in", act_on_due, order=15),
    Due("forget letters that came in", forget_old, timedelta(days=1), timedelta(minutes=10), order=91),
)

MINE.declare(*mine.LISTS)
ON_ERASE.register(on_erase.forget)
