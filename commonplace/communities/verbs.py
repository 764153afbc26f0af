"""What people do in a community as such."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import Verb, declare

declare(
    Verb("founded", _("founded the community")),
    Verb("joined", _("came in")),
    Verb("returned", _("came back")),
    Verb("left", _("left"), is_seen=False),
    Verb("invited", _("invited someone")),
    Verb("welcomed", _("welcomed someone")),
    Verb("appointed", _("gave someone a role")),
    Verb("stepped_down", _("laid down a role"), is_seen=False),
    Verb("revised_charter", _("revised the charter")),
    Verb("flagged", _("asked for something to be looked at")),
    Verb("held", _("held something back")),
    Verb("released", _("released what was held")),
    Verb("appealed", _("asked for a second look")),
)
