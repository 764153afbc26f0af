"""What communities bring to the rooms below, and the places that their pages offer to the rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities import (
    consents,
    counts,
    digest_sections,
    evidence,
    gardeners,
    inbox_lines,
    mine,
    on_erase,
    on_merge,
    own_content,
    owned,
    places,
)
from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX
from commonplace.communities.joining.actions.inviting import LAST_LOOK
from commonplace.communities.joining.pending import send_kept_line
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.looks.actions import forget_looks
from commonplace.communities.membership.actions.counting import see_guests_off
from commonplace.communities.modules import MATHS, MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.principles import EVIDENCE
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.communities.readers import read_on
from commonplace.communities.tendings import TENDINGS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import MAY_ERASE, ON_ERASE
from commonplace.people.adapter import ON_CONFIRMED
from commonplace.people.consents import CONSENTS
from commonplace.people.merging import BEFORE_MERGE, BEFORE_PART, ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.store.kept import KEPT
from commonplace.ui.places import publish, register

LAST_LOOKS.declare(LAST_LOOK)

CONTENT.declare(own_content.COMMUNITY, own_content.MEMBERSHIP, own_content.PERSON)

VERBS.declare(
    Verb("founded", _("founded the community")),
    Verb("joined", _("came in"), is_seen=False),
    Verb("returned", _("came back"), is_seen=False),
    Verb("left", _("left"), is_seen=False),
    Verb("invited", _("invited someone")),
    Verb("welcomed", _("welcomed someone"), is_stewarding=True),
    Verb("appointed", _("gave someone a role")),
    Verb("stepped_down", _("laid down a role"), is_seen=False),
    Verb("wrote_handover", _("wrote down what they learned in a role"), is_seen=False),
    Verb("became_sponsor", _("became a sponsor of the community")),
    Verb("ended_sponsoring", _("ended what a sponsor is to the community"), is_seen=False),
    Verb("made_steward", _("asked someone to tend the community"), is_stewarding=True),
    Verb("changed_standing", _("changed someone’s standing"), is_stewarding=True),
    Verb("removed", _("asked someone to leave"), is_stewarding=True),
    Verb("took_list", _("took the list of people along"), is_seen=False, is_stewarding=True),
    Verb("changed_community", _("changed how the community is set up"), is_stewarding=True),
    Verb("changed_space", _("opened or changed a space"), is_stewarding=True),
    Verb("seated", _("changed who sits in a group"), is_stewarding=True),
    Verb("tidied_topics", _("tidied the topics"), is_stewarding=True),
    Verb("revised_charter", _("revised the charter")),
    Verb("flagged", _("asked for something to be looked at")),
    Verb("held", _("held something back"), is_stewarding=True),
    Verb("released", _("released what was held"), is_stewarding=True),
    Verb("took_out_name", _("took a name out, as its owner wished"), is_seen=False),
    Verb("appealed", _("asked for a second look")),
)

BEFORE_MERGE.register(on_merge.keep_the_longer_standing)
ON_MERGE.register(on_merge.settle_after)
BEFORE_PART.register(on_merge.keep_communities_still)
ON_PART.register(on_merge.count_anew)
ON_CONFIRMED.register(send_kept_line)

publish("about.charter", "viewpoint: who reads the charter of which community, way: how it is changed")
publish("charter_revision.leaf", "viewpoint, revision: who reads which revision of a charter")
publish("about.sponsoring", "viewpoint: who sponsors which community from outside, on its page About")
publish("about.margin", "viewpoint: who looks at the about page of which community")
publish(
    "people.leaf",
    'viewpoint, asked, shown: the directory, below the people (their ids in shown) found for what was asked ("" for'
    " nothing)",
)
publish("people.margin", "viewpoint: who looks, beside the directory")
publish("person.leaf", "person: whose page it is; viewpoint: who looks, from which community")
publish("person.margin", "person: whose page it is; viewpoint: who looks, from which community")
register("sign_in.leaf", query=places.why_sign_in, template="communities/joining/why_sign_in.html")

INBOX.declare(*inbox_lines.LINES)

PAGES.declare(
    Page(
        "people", _("People"), 60, For.MEMBERS, ("people", "invitations", "roles"), places.people_mark, module="people"
    ),
    Page(
        "about",
        _("About"),
        90,
        For.ANYONE,
        ("about", "charter", "join", "leaving", "naming", "neutral-ground", "looks", "sponsoring"),
    ),
    Page("join_requests", _("At the door"), 100, For.STEWARDS, ("requests",)),
    Page("moderation", _("Moderation"), 110, For.STEWARDS, ("moderation", "hold", "flag")),
    Page("settings", _("Settings"), 130, For.STEWARDS, ("settings",)),
)
MODULES.declare(
    Module(
        "people",
        _("People"),
        _("Who is here, what they care about and what one may ask them."),
        _("a few lines that people write about themselves"),
        20,
        is_on_at_first=True,
        is_fixed=True,
        serves=(Orientation.RELATIONSHIPS, Orientation.EXPERTISE),
    ),
    Module(
        MATHS,
        _("Mathematics"),
        _(
            "Formulas in LaTeX between dollar signs, $a^2$ in a line and $$a^2$$ on its own, are set as formulas. Posts"
            " from before follow within minutes, and go back as they were typed when it is switched off."
        ),
        _("a backslash before a dollar sign that would be taken for the beginning of a formula"),
        90,
    ),
)

DUE.declare(Due("see guests off", see_guests_off, timedelta(days=1), timedelta(minutes=10), order=90))

DUE.declare(Due("forget looks", forget_looks, timedelta(days=1), timedelta(minutes=10), order=92))

DUE.declare(Due("read the ledger on", read_on, order=40))

KEPT.declare(*counts.KEPT)

MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
EVIDENCE.declare(*evidence.OF_PRINCIPLES)
TENDINGS.declare(*gardeners.GARDENERS)
MAY_ERASE.register(on_erase.tended_still)
ON_ERASE.register(on_erase.let_go)

DIGEST_SECTIONS.declare(*digest_sections.SECTIONS)

# A contract that rooms above fulfil: named here, so that it is there before anybody does.
__all__ = ["HOUSE_QUESTIONS"]
