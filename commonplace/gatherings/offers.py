"""What gatherings bring to the rooms below."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.ledger import VERBS, Verb
from commonplace.gatherings import content

CONTENT.declare(content.GATHERING)

VERBS.declare(
    Verb("convened", _("called people together"), is_stewarding=True),
    Verb("said_yes", _("said they would come"), is_seen=False),
    Verb("attended", _("took part in a gathering")),
    Verb("hosted", _("held a gathering"), is_stewarding=True),
    Verb("called_off", _("called a gathering off"), is_seen=False),
    Verb("changed_gathering", _("changed when or where a gathering is"), is_seen=False),
)
