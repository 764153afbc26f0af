"""What conversations show on pages of lower rooms, and beside their word in the navigation."""

from django.http import HttpRequest
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.queries.unanswered import MOST, unanswered_count


def open_mark(request: HttpRequest, viewpoint: Viewpoint) -> str:
    """How many openings wait for an answer."""
    waiting = unanswered_count(request, viewpoint)
    if not waiting:
        return ""
    number = f"{MOST}+" if waiting > MOST else str(waiting)
    return ngettext("%(n)s open", "%(n)s open", waiting) % {"n": number}
