"""What the learning agenda brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.agenda import (
    content,
    inbox_lines,
    inbox_of_needs,
    indexing,
    mine,
    on_erase,
    on_merge,
    owned,
    questions,
    shapes,
)
from commonplace.agenda.actions.needs import go_on
from commonplace.agenda.queries.items import MODULE
from commonplace.communities.content import CONTENT
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.communities.shapes import SHAPES
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.merging import BEFORE_MERGE, BEFORE_PART, ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due

CONTENT.declare(content.ITEM)
VERBS.declare(
    Verb("put_on_agenda", _("put something on the agenda")),
    Verb("changed_agenda", _("changed something on the agenda"), is_seen=False),
    Verb("carried_agenda", _("took it on to carry something on the agenda")),
    Verb("took_up_agenda", _("took something on the agenda to a gathering"), is_seen=False),
    Verb("ended_agenda", _("said what came of something on the agenda"), is_seen=False),
    Verb("asked_what_helps", _("asked what would help this season"), is_stewarding=True),
    Verb("answered_need", _("said what is done about what members need"), is_stewarding=True),
    Verb("took_need_words_away", _("took words about a need away"), is_stewarding=True),
    Verb("reviewed_season", _("wrote down what a season was good for"), is_stewarding=True),
)
MODULES.declare(
    Module(
        MODULE,
        _("Learning agenda"),
        _("What members want to learn next: key issues and open inquiries, weighed by all, and what came of each."),
        _("a minute of each member each season, and somebody who sees to it that something happens"),
        33,
        addresses=("agenda",),
        serves=(Orientation.PROJECTS, Orientation.CULTIVATION),
    )
)
PAGES.declare(Page("agenda", _("Agenda"), 33, addresses=("agenda",), module=MODULE))
INBOX.declare(*in_module("agenda", *inbox_lines.LINES, *inbox_of_needs.LINES))
FINDABLE.declare(
    Findable("agenda_item", _("the agenda"), _("agenda"), indexing.to_be_found, indexing.entries_of, order=23)
)
SHAPES.declare(shapes.ITEM, shapes.SEASON)
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
DUE.declare(Due("let go of who needs what", go_on, timedelta(hours=6), timedelta(minutes=5), order=79))
BEFORE_MERGE.register(on_merge.keep_still)
ON_MERGE.register(on_merge.index_after)
BEFORE_PART.register(on_merge.keep_still)
ON_PART.register(on_merge.index_after)
ON_ERASE.register(on_erase.take_leave)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
