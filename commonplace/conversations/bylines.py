"""Whose a conversation or a post is, in the words of a page: somebody's, a program's, or an alias's."""

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint, byline_of_alias
from commonplace.conversations.models import Conversation, Post


def byline_of(one: Conversation | Post, viewpoint: Viewpoint) -> Byline:
    """What this viewer may be shown of whoever wrote it."""
    if one.is_automatic and one.author is None:
        return Byline(name=_("a program"), is_withheld=True)
    if one.alias:
        return byline_of_alias(one.alias)
    return viewpoint.byline_for(one.author)
