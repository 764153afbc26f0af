"""What people do in conversations."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import Verb, declare

declare(
    Verb("opened", _("opened a conversation")),
    Verb("replied", _("replied")),
    Verb("settled", _("said what settled it"), is_tending=True),
    Verb("told_outcome", _("told what happened then")),
    Verb("thanked", _("thanked someone")),
    Verb("me_too", _("had this too")),
    Verb("amplified", _("thought it worth everyone’s attention")),
    Verb("edited", _("changed what they wrote"), is_seen=False),
    Verb("closed", _("closed a conversation")),
    Verb("reopened", _("let a conversation go on")),
    Verb("moved", _("moved a conversation"), is_tending=True),
    Verb("merged", _("joined two conversations"), is_tending=True),
)
