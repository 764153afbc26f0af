"""What the room of knowledge brings to the rooms below."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.communities.tendings import TENDINGS
from commonplace.communities.topics.actions import BEFORE_TOPICS_MERGE
from commonplace.knowledge import consents, inbox_lines, mine, on_merge, owned, places, questions, tendings
from commonplace.people.consents import CONSENTS
from commonplace.people.mine import MINE
from commonplace.ui.places import register

VERBS.declare(
    Verb("asked_in", _("asked someone in by name")),
    Verb("offered_topic", _("said that one may be pointed to them"), is_seen=False),
)
MODULES.declare(
    Module(
        places.MODULE,
        _("Map"),
        _("What is asked, answered, kept and known on each topic, and what is missing."),
        _("a look now and then; nobody has to enter anything"),
        34,
        addresses=("map",),
        serves=(Orientation.EXPERTISE,),
    )
)
PAGES.declare(Page("map", _("Map"), 65, For.MEMBERS, ("map",), module=places.MODULE))
register("topic.margin", query=places.on_the_map, template="knowledge/elsewhere/on_the_map.html", order=20)
register("topics.leaf", query=places.above_topics, template="knowledge/elsewhere/to_the_map.html", order=20)
register("compose.beside", query=places.beside_composer, template="knowledge/elsewhere/beside.html", order=10)
register("conversation.margin", query=places.beside_conversation, template="knowledge/elsewhere/ask_in.html", order=20)
register("reaching.leaf", query=places.how_often, template="knowledge/elsewhere/how_often.html", order=44)
register("gathering.margin", query=places.beside_gathering, template="knowledge/elsewhere/looked_for.html", order=30)
BEFORE_TOPICS_MERGE.register(on_merge.hold_to_what_was_said)
INBOX.declare(*inbox_lines.LINES)
TENDINGS.declare(*tendings.GARDENERS)
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
