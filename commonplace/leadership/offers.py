"""What leadership groups bring to the rooms below, and to the pages of rooms above."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.leadership import mine, owned, places, questions
from commonplace.people.mine import MINE
from commonplace.ui.places import register

VERBS.declare(
    Verb("carried_part", _("carried a part of the learning at a gathering"), is_seen=False),
    Verb("carried_season", _("carries a part of the learning for a season")),
)
MODULES.declare(
    Module(
        places.MODULE,
        _("Leadership groups"),
        _("Seven parts of learning together, such as keeping everyone in or asking what came of it, carried in turn."),
        _("whoever comes to a gathering may carry one part of it, and reports back in a few lines"),
        32,
        addresses=("leadership",),
        serves=(Orientation.MEETINGS, Orientation.CULTIVATION),
    )
)
PAGES.declare(Page("leadership", _("Leadership"), 46, addresses=("leadership",), module=places.MODULE))
register("gathering.leaf", query=places.at_gathering, template="leadership/elsewhere/parts.html", order=30)
register("person.margin", query=places.of_person, template="leadership/elsewhere/person.html", order=10)
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
