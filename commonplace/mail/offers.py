"""What the post brings to the rooms below, and what it asks of the worker."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.owned import OWNED
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.letters.sheets import SHEETS
from commonplace.mail import bounces, invitations, mine, on_erase, owned
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.actions.moving import VERB
from commonplace.mail.actions.receiving import forget_old
from commonplace.mail.headers import SENT
from commonplace.mail.hooks import DOORS, LINEAGES, REPORTED
from commonplace.mail.mailbox import fetch_letters
from commonplace.mail.sending import LAST_LOOK
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due

DUE.declare(
    Due("act on letters that came in", act_on_due, order=15),
    Due("forget letters that came in", forget_old, timedelta(days=1), timedelta(minutes=10), order=91),
)

VERBS.declare(Verb(VERB, _("took a mailing list over"), is_stewarding=True))

DUE.declare(
    Due("take letters out of the mailbox", fetch_letters, timedelta(minutes=1), timedelta(minutes=10), order=14),
)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.forget)

LAST_LOOKS.declare(LAST_LOOK)
LINEAGES.declare(SENT)
DOORS.declare(bounces.DOOR, invitations.DOOR)
SHEETS.declare(invitations.SHEETS_OF_GATHERINGS, invitations.SHEETS_OF_CHANGES)
REPORTED.register(bounces.take_anywhere)
