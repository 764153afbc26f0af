"""What digests bring to the rooms below: letters that go out, their pages, and whose they are."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.digests import mine, on_erase, owned
from commonplace.digests.actions.laying import lay_out_drafts
from commonplace.digests.actions.looking import LAST_LOOK
from commonplace.digests.actions.sending import send_letters
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due

# One word for members and stewards; these find their desk behind it.
PAGES.declare(Page("letters_of", _("Letters"), 75, For.MEMBERS, ("letters", "letter")))

VERBS.declare(Verb("chose_for_letter", _("chose what stands in a letter"), is_stewarding=True))

DUE.declare(Due("lay out letters", lay_out_drafts, timedelta(hours=1), timedelta(minutes=10), order=44))
DUE.declare(Due("send digests", send_letters, timedelta(minutes=5), timedelta(minutes=30), order=45))

LAST_LOOKS.declare(LAST_LOOK)

ON_ERASE.register(on_erase.take_leave)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
