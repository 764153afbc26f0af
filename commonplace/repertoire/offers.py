"""What the repertoire brings to the rooms below, and the places on its pages for rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.principles import EVIDENCE
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.communities.shapes import SHAPES
from commonplace.communities.tendings import TENDINGS
from commonplace.communities.topics.actions import ON_REFILED
from commonplace.conversations.draft_places import DRAFT_PLACES, DraftPlace
from commonplace.conversations.post_deeds import POST_DEEDS, PostDeed
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.consents import CONSENTS
from commonplace.people.merging import BEFORE_MERGE, BEFORE_PART, ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.repertoire import (
    asked_lines,
    consent_by_link,
    consents,
    content,
    digests,
    draft_titles,
    evidence,
    inbox_lines,
    lent_lines,
    mine,
    on_erase,
    on_merge,
    owned,
    places,
    questions,
    shapes,
    shapes_of_lent,
    shapes_of_uses,
    tendings,
    trials_by_link,
    uses_lines,
)
from commonplace.repertoire.actions import asking_by_letter, consenting, indexing
from commonplace.repertoire.forms.writing import (
    AGAIN,
    CHANGE,
    CHANGED,
    DRAFT,
    DRAFTED,
    SAID,
    SAID_AGAIN,
    SUGGESTED,
    SUGGESTION,
)
from commonplace.repertoire.models import Collection, Resource, Translation
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due
from commonplace.ui.places import publish, register

CONTENT.declare(content.RESOURCE, content.COLLECTION, content.TRANSLATION, content.SUGGESTION, content.LENDING)

VERBS.declare(
    Verb("kept", _("kept something for the others")),
    Verb("revised", _("wrote a revision of something kept")),
    Verb("put_version", _("brought a version of a file of something kept")),
    Verb("took_version_away", _("threw a version of a file away"), is_stewarding=True),
    Verb("translated", _("said something kept in another language")),
    Verb("read_translation", _("read a machine’s draft of something kept")),
    Verb("arranged_shelf", _("said how the shelf is kept"), is_stewarding=True),
    Verb("read_resource", _("read something kept as its second reader")),
    Verb("warranted", _("stood for something kept")),
    Verb("superseded", _("said what takes its place"), is_stewarding=True),
    Verb("retired", _("retired something kept"), is_stewarding=True),
    Verb("brought_back", _("brought something kept back into use"), is_stewarding=True),
    Verb("took_on", _("looks after something kept")),
    Verb("handed_on", _("gave something kept into other hands"), is_seen=False),
    Verb("looked_again", _("looked again at something kept"), is_stewarding=True),
    Verb("suggested", _("suggested a change to something kept")),
    Verb("took_suggestion", _("took a suggestion"), is_stewarding=True),
    Verb("declined_suggestion", _("declined a suggestion"), is_seen=False),
    # A moment at which somebody was seen would tell who told something without a name.
    Verb("used", _("told what happened when they used something kept"), is_seen=False),
    Verb("remedied", _("said what was done about a problem"), is_stewarding=True, is_seen=False),
    Verb("adapted", _("made their own of something kept")),
    Verb("lent", _("lent something kept to the other communities of the house"), is_stewarding=True),
    Verb("took_home", _("lends something kept no more"), is_stewarding=True),
    Verb("let_keep", _("let their words be kept"), is_seen=False),
    Verb("kept_back", _("kept their words back"), is_seen=False),
    Verb("took_out", _("took words out of something kept"), is_seen=False),
    Verb("will_try", _("will try what somebody knows"), is_seen=False),
    Verb("answered_trial", _("said what came of what they tried"), is_seen=False),
    Verb("collected", _("put things together in an order")),
)

MODULES.declare(
    Module(
        places.MODULE,
        _("Repertoire"),
        _("What the practice keeps: cases, templates, guides and links, each with somebody who looks after it."),
        _("whoever keeps something looks at it again when its day comes"),
        33,
        addresses=("repertoire",),
        serves=(Orientation.CONTENT,),
    )
)
PAGES.declare(Page("repertoire", _("Repertoire"), 33, addresses=("repertoire",), module=places.MODULE))
DRAFT_PLACES.declare(
    DraftPlace(DRAFT, DRAFTED, "resource_writing", _("Something to keep, without a name yet"), SAID),
    DraftPlace(
        CHANGE,
        CHANGED,
        "resource_writing",
        _("A change to something that is not in your hands any more"),
        SAID,
        mark="mark",
        changes=draft_titles.changes,
    ),
    DraftPlace(
        SUGGESTION,
        SUGGESTED,
        "resource_writing",
        _("A suggestion for something that is gone"),
        SAID,
        changes=draft_titles.suggestions,
    ),
    DraftPlace(
        AGAIN,
        SAID_AGAIN,
        "resource_writing",
        _("Words in another language for something that is gone"),
        SAID,
        mark="mark",
        changes=draft_titles.translations,
    ),
)

INBOX.declare(*in_module("repertoire", *asked_lines.LINES, *inbox_lines.LINES, *lent_lines.LINES, *uses_lines.LINES))
TENDINGS.declare(*tendings.GARDENERS)
ANSWERS.declare(consent_by_link.KEPT)
LAST_LOOKS.declare(consenting.LAST_LOOK)
DUE.declare(
    Due("ask whose words are kept", consenting.ask_again, timedelta(minutes=10), timedelta(minutes=10), order=39),
    Due("let go of kept words", consenting.let_go_of_words, timedelta(hours=6), timedelta(minutes=10), order=91),
)
register("conversation.head", query=places.kept_of, template="repertoire/elsewhere/kept.html", order=30)
register("conversation.foot", query=places.may_keep, template="repertoire/elsewhere/keep.html", order=30)
register("gathering.leaf", query=places.kept_of_gathering, template="repertoire/elsewhere/kept.html", order=14)
register("run.foot", query=places.kept_of_gathering, template="repertoire/elsewhere/kept.html", order=20)
register("run.foot", query=places.may_keep_lines, template="repertoire/elsewhere/keep.html", order=30)
DIGEST_SECTIONS.declare(*digests.SECTIONS)
FINDABLE.declare(
    Findable(
        "resource",
        _("things kept"),
        _("kept"),
        Resource.objects.all,
        indexing.entries_of,
        told=indexing.told_to_machines,
        order=20,
    ),
    Findable(
        "collection", _("collections"), _("collection"), Collection.objects.all, indexing.collections_of, order=21
    ),
    Findable(
        "translation",
        _("things kept, said in another language"),
        _("kept, in another language"),
        Translation.objects.newest,
        indexing.translations_of,
        order=22,
    ),
)
SHAPES.declare(shapes.RESOURCE, shapes_of_uses.USE, shapes_of_lent.LENT)

BEFORE_MERGE.register(on_merge.keep_still)
ON_MERGE.register(on_merge.index_after)
BEFORE_PART.register(on_merge.keep_still)
ON_PART.register(on_merge.index_after)
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
POST_DEEDS.declare(PostDeed("trial", _("I will try this"), order=10))
ANSWERS.declare(trials_by_link.ANSWER)
LAST_LOOKS.declare(asking_by_letter.LETTER.last_look)
DUE.declare(
    Due(
        "ask what came of what was tried",
        asking_by_letter.ask_what_came,
        timedelta(minutes=10),
        timedelta(minutes=10),
        order=38,
    )
)
ON_REFILED.register(on_merge.refiled)
MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
EVIDENCE.declare(*evidence.OF_PRINCIPLES)
ON_ERASE.register(on_erase.take_leave)

publish("repertoire.top", "viewpoint: above the list of what is kept")
publish("repertoire.foot", "viewpoint: below the list of what is kept, on its first page")
publish("repertoire.margin", "viewpoint: beside the list of what is kept")
publish("resource.deeds", "viewpoint, resource: what can be done with it, a button each")
publish("resource.uses", "viewpoint, resource: who used it and what happened, before what it says")
register("resource.uses", query=places.uses_of, template="repertoire/uses.html", order=10)
register("resource.deeds", query=places.deeds_of, template="repertoire/deeds.html", order=50)
register("resource.grown", query=places.grown_of, template="repertoire/lineage.html", order=10)
register("resource.grown", query=places.credits_of, template="repertoire/credits.html", order=20)
register("repertoire.foot", query=places.lent_here, template="repertoire/lent_here.html", order=10)
publish("resource.grown", "viewpoint, resource: what grew out of it, below what it says")
publish("resource.margin", "viewpoint, resource: beside it")
