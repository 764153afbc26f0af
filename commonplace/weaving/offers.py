"""What weaving brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.communities.tendings import TENDINGS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register
from commonplace.weaving import by_link, inbox_lines, mine, on_erase, owned, places, questions, tendings
from commonplace.weaving.actions.coffee import draw_coffees
from commonplace.weaving.actions.finding import find_introductions
from commonplace.weaving.actions.telling import LAST_LOOK
from commonplace.weaving.queries import coffee, introductions

VERBS.declare(
    Verb("proposed_introduction", _("proposed an introduction"), is_stewarding=True),
    Verb("suggested_introduction", _("thought of two who should meet")),
    # Two who let themselves be introduced were not seen by anybody.
    Verb("was_introduced", _("was introduced to somebody"), is_seen=False),
)
MODULES.declare(
    Module(
        introductions.MODULE,
        _("Introductions"),
        _("Two who could learn from each other are asked, each by themselves, whether they may be introduced."),
        _("a steward looks at a few pairs a week; whoever is asked presses once"),
        36,
        addresses=("introductions",),
        serves=(Orientation.RELATIONSHIPS, Orientation.EXPERTISE),
    ),
    Module(
        coffee.MODULE,
        _("Coffee by lot"),
        _("Each month those who want it are drawn for a coffee, by twos and threes, and not the same two in a year."),
        _("half an hour a month of those who want it, and nothing of anybody else"),
        37,
        addresses=("coffee",),
        serves=(Orientation.RELATIONSHIPS,),
    ),
)
PAGES.declare(
    Page("introductions", _("Introductions"), 47, For.MEMBERS, ("introductions",), module=introductions.MODULE),
    Page("coffee", _("Coffee by lot"), 48, For.MEMBERS, ("coffee",), module=coffee.MODULE),
)
INBOX.declare(*inbox_lines.LINES)
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
TENDINGS.declare(*tendings.GARDENERS)
ANSWERS.declare(by_link.BY_LINK)
LAST_LOOKS.declare(LAST_LOOK)
DUE.declare(
    Due("find introductions", find_introductions, timedelta(days=1), timedelta(hours=1), order=86),
    Due("draw coffees", draw_coffees, timedelta(hours=6), timedelta(minutes=10), order=87),
)
register("person.margin", query=places.could_meet, template="weaving/elsewhere/meet.html", order=58)
register("person.margin", query=places.about_person, template="weaving/elsewhere/person.html", order=60)
register("me.leaf", query=places.about_me, template="weaving/elsewhere/me.html", order=30)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
