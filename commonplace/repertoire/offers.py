"""What the repertoire brings to the rooms below, and the places on its pages for rooms above."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module
from commonplace.communities.navigation import PAGES, Page
from commonplace.conversations.draft_places import DRAFT_PLACES, DraftPlace
from commonplace.repertoire import content, places
from commonplace.repertoire.forms.writing import DRAFT, DRAFTED, SAID
from commonplace.ui.places import publish

CONTENT.declare(content.RESOURCE, content.COLLECTION)

VERBS.declare(
    Verb("kept", _("kept something for the others")),
)

MODULES.declare(
    Module(
        places.MODULE,
        _("Repertoire"),
        _("What the practice keeps: cases, templates, guides and links, each with somebody who looks after it."),
        _("whoever keeps something looks at it again when its day comes"),
        33,
        addresses=("repertoire",),
    )
)
PAGES.declare(Page("repertoire", _("Repertoire"), 33, addresses=("repertoire",), module=places.MODULE))
DRAFT_PLACES.declare(DraftPlace(DRAFT, DRAFTED, "resource_writing", _("Something to keep, without a name yet"), SAID))

publish("repertoire.top", "viewpoint: above the list of what is kept")
publish("repertoire.margin", "viewpoint: beside the list of what is kept")
publish("resource.deeds", "viewpoint, resource: what can be done with it, a button each")
publish("resource.uses", "viewpoint, resource: who used it and what happened, before what it says")
publish("resource.grown", "viewpoint, resource: what grew out of it, below what it says")
publish("resource.margin", "viewpoint, resource: beside it")
