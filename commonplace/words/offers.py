"""All that words bring to the rooms below: nothing that tells anyone of a word but its own people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.navigation import HOUSE_PAGES, HousePage
from commonplace.communities.owned import OWNED
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.mail.hooks import DOORS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.consents import CONSENTS
from commonplace.people.farewells import FAREWELLS, Farewell
from commonplace.people.merging import ON_MERGE
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register
from commonplace.words import by_mail, consents, inbox_lines, mine, on_erase, on_merge, owned, places, telling
from commonplace.words.actions.choosing import let_empty_ones_go
from commonplace.words.actions.drafting import forget_old_drafts
from commonplace.words.actions.handing import forget_old

HOUSE_PAGES.declare(HousePage("words", _("Words"), 45, ("words",), is_everywhere=True, count="words_count"))

register("person.margin", query=places.to_person, template="words/to_person.html", order=5)
register("reaching.leaf", query=places.wishes, template="words/wishes.html", order=50)

INBOX.declare(*inbox_lines.LINES)
DOORS.declare(by_mail.DOOR)
FAREWELLS.declare(Farewell(telling.OF_WORDS, telling.end_letters))
LAST_LOOKS.declare(telling.LAST_LOOK)
DUE.declare(
    Due("tell of words", telling.tell_of_words, order=46),
    Due("forget old drafts of words", forget_old_drafts, timedelta(days=1), timedelta(minutes=10), order=92),
    Due("let words go that nobody can read", let_empty_ones_go, timedelta(days=1), timedelta(minutes=10), order=92),
    Due("forget words handed to stewards", forget_old, timedelta(days=1), timedelta(minutes=10), order=92),
)

MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
ON_MERGE.register(on_merge.tidy)
