"""What runs bring to the rooms below, and to the pages of rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.owned import OWNED
from commonplace.communities.principles import EVIDENCE
from commonplace.communities.tendings import TENDINGS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.live.topics import TOPICS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.consents import CONSENTS
from commonplace.people.farewells import FAREWELLS, Farewell
from commonplace.people.mine import MINE
from commonplace.runs import (
    answers,
    answers_by_link,
    asked_lines,
    consents,
    content,
    evidence,
    hearing,
    inbox_lines,
    mine,
    on_erase,
    owned,
    places,
    tendings,
)
from commonplace.runs.actions import asking, asking_by_letter, asking_presenter
from commonplace.runs.actions.asking_by_letter import ask_for_wishes, ask_what_came
from commonplace.runs.actions.forgetting import forget_sealed
from commonplace.runs.actions.turning import turn_pages
from commonplace.runs.letters_that_ask import OF_ASKING
from commonplace.store.due import DUE, Due
from commonplace.ui.places import publish, register

CONTENT.declare(content.CAPTURED)
VERBS.declare(
    Verb("began_to_run", _("began a gathering by its form"), is_stewarding=True, is_seen=False),
    Verb("told_what_came", _("said what came of a takeaway"), is_seen=False),
    Verb("saw_through", _("did what they had taken on"), is_seen=False),
)
TOPICS.declare(hearing.RUN)

register("gathering.leaf", query=places.of_gathering, template="runs/elsewhere/gathering.html", order=10)
register("gathering.leaf", query=places.wished, template="runs/elsewhere/wished.html", order=12)
register("gatherings.margin", query=places.tried_beside, template="runs/elsewhere/tried.html", order=40)
register("conversation.head", query=places.asked_at, template="runs/elsewhere/asked_at.html", order=41)
publish("run.foot", "viewpoint, gathering: below what a gathering left, once it is over")
register("gathering.by_link", query=places.door_of, template="runs/elsewhere/door.html", order=10)

DUE.declare(
    Due("turn runs over days", turn_pages, timedelta(minutes=10), timedelta(minutes=10), order=37),
    Due(
        "forget what was said in sealed gatherings", forget_sealed, timedelta(hours=6), timedelta(minutes=10), order=91
    ),
    Due("let go of wishes", asking.let_go_of_wishes, timedelta(hours=6), timedelta(minutes=10), order=91),
    Due("ask what came of it", ask_what_came, timedelta(minutes=10), timedelta(minutes=10), order=38),
    Due("ask what should stay", ask_for_wishes, timedelta(minutes=10), timedelta(minutes=10), order=38),
)
INBOX.declare(*in_module("gatherings", *asked_lines.LINES, *inbox_lines.LINES))
TENDINGS.declare(*tendings.GARDENERS)
ANSWERS.declare(*answers.ANSWERS, answers_by_link.ALLOWED)
LAST_LOOKS.declare(*asking_by_letter.LAST_LOOKS, asking_presenter.LAST_LOOK)
FAREWELLS.declare(Farewell(OF_ASKING, asking.end_asking))
MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
EVIDENCE.declare(*evidence.OF_PRINCIPLES)
ON_ERASE.register(on_erase.take_leave)
