"""What people do in a community as such."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import Verb, declare

declare(
    Verb("founded", _("founded the community")),
    Verb("joined", _("came in"), is_seen=False),
    Verb("returned", _("came back"), is_seen=False),
    Verb("left", _("left"), is_seen=False),
    Verb("invited", _("invited someone")),
    Verb("welcomed", _("welcomed someone"), is_tending=True),
    Verb("appointed", _("gave someone a role")),
    Verb("stepped_down", _("laid down a role"), is_seen=False),
    Verb("made_steward", _("asked someone to tend the community"), is_tending=True),
    Verb("changed_standing", _("changed someone’s standing"), is_tending=True),
    Verb("removed", _("asked someone to leave"), is_tending=True),
    Verb("changed_community", _("changed how the community is set up"), is_tending=True),
    Verb("changed_space", _("opened or changed a space"), is_tending=True),
    Verb("seated", _("changed who sits in a group"), is_tending=True),
    Verb("tidied_topics", _("tidied the topics"), is_tending=True),
    Verb("revised_charter", _("revised the charter")),
    Verb("flagged", _("asked for something to be looked at")),
    Verb("held", _("held something back"), is_tending=True),
    Verb("released", _("released what was held"), is_tending=True),
    Verb("appealed", _("asked for a second look")),
)
