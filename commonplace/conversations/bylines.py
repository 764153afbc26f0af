"""Whose a conversation or a post is, in the words of a page: somebody's, a program's, or an alias's; and what is told
of that outside, where people speak in confidence.
"""

from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.viewpoint import Byline, Viewpoint, byline_of_alias
from commonplace.conversations.models import Conversation, Post


def byline_of(one: Conversation | Post, viewpoint: Viewpoint) -> Byline:
    """What this viewer may be shown of whoever wrote it."""
    if one.is_automatic and one.author is None:
        return Byline(name=_("a program"), is_withheld=True)
    if one.alias:
        return byline_of_alias(one.alias)
    return viewpoint.byline_for(one.author)


def byline_outward(one: Conversation | Post, viewpoint: Viewpoint, *, said_in: str) -> Byline:
    """What a program that reads for this viewer is told of whoever wrote it, `said_in` this confidence: it may take it
    anywhere, so of what is not ordinary nobody is named.
    """
    if said_in == Confidence.ORDINARY:
        return byline_of(one, viewpoint)
    return nobody_named()


def nobody_named() -> Byline:
    """Who said something in confidence, outside."""
    return Byline(name=_("someone, in confidence"), is_withheld=True)
