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
    Verb("revised_charter", _("revised the charter")),
    Verb("flagged", _("asked for something to be looked at")),
    Verb("held", _("held something back"), is_tending=True),
    Verb("released", _("released what was held"), is_tending=True),
    Verb("appealed", _("asked for a second look")),
)
