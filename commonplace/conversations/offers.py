"""What conversations bring to the rooms below, and the places that their pages offer to the rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.models import Topic
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.principles import EVIDENCE
from commonplace.communities.shapes import SHAPES
from commonplace.communities.tendings import TENDINGS
from commonplace.communities.topics.actions import ON_REFILED
from commonplace.conversations import (
    answers_by_link,
    consents,
    content,
    counts,
    digests,
    draft_titles,
    evidence,
    inbox_lines,
    mine,
    on_erase,
    on_merge,
    owned,
    places,
    shapes,
    tendings,
)
from commonplace.conversations.actions import indexing
from commonplace.conversations.actions.drafting import forget_old_drafts
from commonplace.conversations.actions.forgetting import forget_sealed
from commonplace.conversations.actions.rereading import render_anew
from commonplace.conversations.actions.suggesting import suggest_topics, tell_search
from commonplace.conversations.actions.uploading import let_unsent_go
from commonplace.conversations.draft_places import DRAFT_PLACES, DraftPlace
from commonplace.conversations.forms.translating import SAID_AGAIN
from commonplace.conversations.kinds import AWAITING, Kind
from commonplace.conversations.models import Conversation
from commonplace.people.actions.erasing import BEFORE_ERASING, ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.consents import CONSENTS
from commonplace.people.merging import BEFORE_MERGE, BEFORE_PART, ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable, State
from commonplace.store.due import DUE, Due
from commonplace.store.kept import KEPT
from commonplace.ui.places import publish, register

DRAFT_PLACES.declare(
    DraftPlace(
        draft_titles.AGAIN,
        SAID_AGAIN,
        "compose",
        _("Words in another language for a post that is gone"),
        mark="mark",
        changes=draft_titles.posts_again,
    )
)
CONTENT.declare(content.CONVERSATION, content.POST, content.TOPIC, content.POST_TRANSLATION)

VERBS.declare(
    Verb("opened", _("opened a conversation")),
    Verb("replied", _("replied")),
    Verb("settled", _("said what settled it"), is_stewarding=True),
    Verb("told_outcome", _("told what happened then")),
    Verb("thanked", _("thanked someone")),
    Verb("me_too", _("had this too")),
    Verb("amplified", _("thought it worth everyone’s attention")),
    Verb("edited", _("changed what they wrote"), is_seen=False),
    Verb("said_again", _("said a post in another language")),
    Verb("read_draft", _("read a machine’s draft of a post in another language")),
    Verb("passed_on", _("passed on an automatic message"), is_seen=False),
    Verb("closed", _("closed a conversation")),
    Verb("reopened", _("let a conversation go on")),
    Verb("moved", _("moved a conversation"), is_stewarding=True),
    Verb("merged", _("joined two conversations"), is_stewarding=True),
    Verb("split", _("took a conversation apart"), is_stewarding=True),
)

ANSWERS.declare(answers_by_link.HELPED)

BEFORE_MERGE.register(on_merge.keep_still)
ON_MERGE.register(on_merge.recount_after)
BEFORE_PART.register(on_merge.keep_still)
ON_PART.register(on_merge.count_anew)
ON_REFILED.register(on_merge.index_after)

publish("conversation.head", "viewpoint, conversation: under the title")
publish("conversation.margin", "viewpoint, conversation: beside the posts")
publish("conversation.foot", "viewpoint, conversation: after the last post, above the reply")
publish("conversations.margin", "viewpoint, wanted (lists.Wanted): beside the list")
publish(
    "conversations.feeds", "viewpoint, and wanted (lists.Wanted) or conversation: in the head of what is read there"
)
publish("compose.beside", "viewpoint, kind, title: beside the composer")
publish("topic.margin", "viewpoint, topic: beside what is filed under a topic")
publish("topic.leaf", "viewpoint, topic: above what is filed under a topic, where its list begins")
publish("topics.leaf", "viewpoint: above the list of all topics")
# Asked once for all rows of a list and drawn by the list: answers {"marks": {conversation id: lists.Mark}}.
publish("conversations.marks", "viewpoint, conversations: marks for the rows of a list, by the keys of these")
# Drawn by the page as a line between posts: answers {"number": the number of the first post that is new}.
publish("conversation.new", "viewpoint, conversation: from where on it is new to its reader")
register("about.margin", query=places.open_window, template="conversations/elsewhere/window.html", order=10)
register("people.leaf", query=places.who_wrote, template="conversations/elsewhere/wrote.html", order=10)
register("people.margin", query=places.talked_about, template="conversations/elsewhere/talked_about.html", order=10)
register("person.leaf", query=places.of_person, template="conversations/elsewhere/person.html", order=10)

INBOX.declare(*inbox_lines.LINES)

DIGEST_SECTIONS.declare(*digests.SECTIONS)

PAGES.declare(
    Page(
        "conversations",
        _("Conversations"),
        20,
        addresses=("conversations", "topics", "suggested-topics", "feeds"),
        mark=places.open_mark,
    )
)
MODULES.declare(
    Module(
        "conversations",
        _("Conversations"),
        _("Questions, experience, ideas, and what settled them."),
        _("somebody who looks in and sees that nobody waits for an answer"),
        10,
        is_on_at_first=True,
        is_fixed=True,
        serves=(Orientation.CONVERSATIONS, Orientation.EXPERTISE),
    )
)

DUE.declare(Due("forget old drafts", forget_old_drafts, timedelta(days=1), timedelta(minutes=10), order=90))
DUE.declare(
    Due("forget what was said in sealed spaces", forget_sealed, timedelta(hours=6), timedelta(minutes=10), order=91),
    Due("let unsent files go", let_unsent_go, timedelta(hours=6), timedelta(minutes=10), order=91),
    Due("suggest topics", suggest_topics, timedelta(minutes=1), timedelta(minutes=10), order=61),
    Due("tell search of topics", tell_search, order=62),
    Due("render posts anew", render_anew, timedelta(minutes=1), timedelta(minutes=10), order=60),
)

FINDABLE.declare(
    Findable(
        "post",
        _("posts"),
        _("reply"),
        indexing.to_be_found,
        indexing.entries_of,
        labels={kind.value: kind.label for kind in Kind},
        states={
            "unsettled": State(_("not settled yet"), AWAITING, Conversation.objects.unsettled),
            "waiting": State(_("not answered by anybody yet"), AWAITING, Conversation.objects.unanswered),
        },
        told=indexing.told_to_machines,
        order=10,
    ),
    Findable("topic", _("topics"), _("topic"), Topic.objects.all, indexing.topic_entries_of, in_spaces=False, order=3),
)

KEPT.declare(*counts.KEPT)

SHAPES.declare(shapes.CONVERSATION, shapes.POST, shapes.TOPIC)
MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
EVIDENCE.declare(*evidence.OF_PRINCIPLES)
TENDINGS.declare(*tendings.GARDENERS)
BEFORE_ERASING.register(on_erase.take_back)
ON_ERASE.register(on_erase.take_leave)
