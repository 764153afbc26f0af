"""Tags of pages that lead to a community's door: ``{% load communities %}``."""

from django import template
from django.utils.translation import gettext as _

from commonplace.communities.models import Community

register = template.Library()


@register.simple_tag
def join_label(community: Community, as_guest: bool = False) -> str:
    """``{% join_label community %}``: what its button says; ``as_guest=True`` for whoever is in for a while."""
    if community.is_openly_joined:
        return _("Become a member") if as_guest else _("Come in")
    return _("Ask to become a member") if as_guest else _("Ask to join")
