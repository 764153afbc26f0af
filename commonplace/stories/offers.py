"""What stories bring to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.communities.shapes import SHAPES
from commonplace.conversations.draft_places import DRAFT_PLACES, DraftPlace
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.consents import CONSENTS
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due
from commonplace.stories import (
    by_link,
    consents,
    content,
    draft_titles,
    inbox_lines,
    mine,
    on_erase,
    owned,
    places,
    shapes,
)
from commonplace.stories.actions import asking_by_letter, indexing, reading_back
from commonplace.stories.actions.half_typed import CHANGE, DRAFT, STEP
from commonplace.stories.actions.leads import find_leads
from commonplace.stories.forms.telling import BEGUN, DRAFTED, SAID
from commonplace.stories.models.story import KIND
from commonplace.stories.module import MODULE
from commonplace.stories.queries.following_up import QUESTIONS
from commonplace.ui.places import register

CONTENT.declare(content.STORY)
VERBS.declare(Verb("told_story", _("told a story of what taking part changed")))
MODULES.declare(
    Module(
        MODULE,
        _("Value"),
        _("Stories of what taking part changed, told step by step, and what the community is worth beside them."),
        _("nothing that anybody has to do; a question some weeks after somebody told what came of something"),
        38,
        addresses=("value",),
        serves=(Orientation.CULTIVATION, Orientation.CONTEXT),
    )
)
# The page of the room above stands for all addresses of the module.
PAGES.declare(Page("stories", _("Stories"), 75, For.VISITORS, module=MODULE))
DRAFT_PLACES.declare(
    DraftPlace(DRAFT, BEGUN, "story_new", _("A story without a name yet"), SAID),
    DraftPlace(
        STEP,
        DRAFTED,
        "story_new",
        _("A step of a story that is gone"),
        SAID,
        changes=draft_titles.further_steps,
    ),
    DraftPlace(
        CHANGE,
        DRAFTED,
        "story_new",
        _("Other words for a step that is not yours to change any more"),
        SAID,
        changes=draft_titles.other_words,
    ),
)
INBOX.declare(*in_module(MODULE, *inbox_lines.LINES))
FINDABLE.declare(
    Findable(
        KIND,
        _("stories"),
        _("story"),
        indexing.to_be_found,
        indexing.entries_of,
        in_spaces=False,
        order=26,
    )
)
SHAPES.declare(shapes.STORY)
HOUSE_QUESTIONS.declare(*QUESTIONS)
ANSWERS.declare(*by_link.BY_LINK)
LAST_LOOKS.declare(reading_back.LAST_LOOK, asking_by_letter.LETTER.last_look)
DUE.declare(
    Due("find leads", find_leads, timedelta(days=1), timedelta(hours=1), order=88),
    Due(
        "ask what difference", asking_by_letter.ask_what_difference, timedelta(hours=1), timedelta(minutes=9), order=89
    ),
)
CONSENTS.declare(*consents.CONSENTS)
register("me.leaf", query=places.about_me, template="stories/elsewhere/me.html", order=40)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
