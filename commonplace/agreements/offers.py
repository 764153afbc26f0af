"""What agreements bring to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.agreements import (
    consents,
    content,
    digests,
    gardeners,
    inbox_lines,
    inbox_of_norms,
    inbox_of_sponsoring,
    inbox_of_stewards,
    mine,
    on_erase,
    owned,
    places,
    shapes,
)
from commonplace.agreements.actions import indexing
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.models.proposal import KIND
from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.shapes import SHAPES
from commonplace.communities.tendings import TENDINGS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.consents import CONSENTS
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

CONTENT.declare(content.PROPOSAL, content.REMARK_SAID, content.MILESTONE)
VERBS.declare(
    Verb("proposed", _("proposed other words for the charter")),
    Verb("reworded", _("gave a proposal another wording"), is_seen=False),
    Verb("withdrew_proposal", _("withdrew a proposal"), is_seen=False),
    Verb("took_proposal_on", _("carried on a proposal that somebody left")),
    Verb("answered_proposal", _("answered a proposal"), is_seen=False),
    Verb("answered_objection", _("said what became of an objection"), is_seen=False),
    Verb("spoke_to_proposal", _("said something about a proposal")),
    Verb("told_milestone", _("told of a milestone that they reached")),
    Verb("took_milestone_back", _("took back what they told of a milestone"), is_seen=False),
    Verb("nominated", _("proposed somebody to tend the community")),
    Verb("would_tend", _("said that they would tend the community"), is_seen=False),
    Verb("laid_down_agreement", _("wrote and signed an agreement with the sponsor"), is_stewarding=True),
    Verb("signed_agreement", _("signed the agreement for the host")),
    Verb("ended_agreement", _("ended the agreement with the sponsor"), is_seen=False),
    Verb("decided_proposal", _("a proposal was decided"), is_seen=False),
)
MODULES.declare(
    Module(
        places.MODULE,
        _("Agreements"),
        _("Members propose other words for the charter, decide by consent or by vote, and say yes to what we hold to."),
        _("some minutes of each member whenever somebody proposes something"),
        33,
        addresses=("proposals", "norms", "milestones", "agreement"),
        serves=(Orientation.CULTIVATION,),
    )
)
PAGES.declare(
    Page(
        "proposals",
        _("Proposals"),
        73,
        For.MEMBERS,
        addresses=("proposals", "norms", "milestones", "agreement"),
        module=places.MODULE,
    )
)
INBOX.declare(
    *in_module(
        "agreements",
        *inbox_lines.LINES,
        *inbox_of_norms.LINES,
        *inbox_of_sponsoring.LINES,
        *inbox_of_stewards.LINES,
    )
)
DIGEST_SECTIONS.declare(*digests.SECTIONS)
FINDABLE.declare(
    Findable(
        KIND,
        _("proposals"),
        _("proposal"),
        indexing.to_be_found,
        indexing.entries_of,
        in_spaces=False,
        order=24,
    )
)
SHAPES.declare(shapes.PROPOSAL)
DUE.declare(Due("decide proposals", close_what_is_over, timedelta(minutes=5), timedelta(minutes=10), order=38))
register("about.sponsoring", query=places.for_sponsors, template="agreements/elsewhere/sponsoring.html", order=10)
register("about.charter", query=places.beneath_charter, template="agreements/elsewhere/charter.html", order=10)
register(
    "charter_revision.leaf", query=places.beneath_revision, template="agreements/elsewhere/revision.html", order=10
)
CONSENTS.declare(*consents.CONSENTS)
TENDINGS.declare(*gardeners.GARDENERS)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
