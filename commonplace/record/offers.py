"""What record brings to the rooms below."""

from datetime import timedelta

from commonplace.communities.inbox import INBOX
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.consents import CONSENTS
from commonplace.people.farewells import FAREWELLS, Farewell
from commonplace.people.mine import MINE
from commonplace.people.proof import ON_FIRST_PROVEN
from commonplace.record import consents, evidence, inbox_lines, mine, on_erase, owned, places, questions
from commonplace.record.actions import sharing, signing, welcoming, yearly
from commonplace.record.kinds import KINDS
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

KINDS.declare(*evidence.IN_ORDER)
CONSENTS.declare(*consents.CONSENTS_OF_ROOM)
INBOX.declare(*inbox_lines.LINES)
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
ANSWERS.declare(welcoming.BY_LINK)
LAST_LOOKS.declare(yearly.LAST_LOOK, welcoming.LAST_LOOK)
FAREWELLS.declare(Farewell(yearly.OF_YEAR, yearly.end_letters))
DUE.declare(
    Due("rotate the signing key", signing.rotate, timedelta(days=1), timedelta(minutes=10), order=88),
    Due("let go of secret addresses", sharing.let_go, timedelta(days=1), timedelta(minutes=10), order=89),
    Due("letters of the year", yearly.write_letters, timedelta(hours=1), timedelta(minutes=10), order=90),
    Due("letters of first steps", welcoming.write_letters, timedelta(hours=6), timedelta(minutes=10), order=91),
)
register("me.leaf", query=places.about_me, template="record/elsewhere/me.html", order=20)
register("person.leaf", query=places.of_person, template="record/elsewhere/person.html", order=20)
register("people.margin", query=places.beside_people, template="record/elsewhere/people.html", order=60)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
ON_FIRST_PROVEN.register(sharing.revoke_all)
