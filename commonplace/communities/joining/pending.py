"""A line written at the door before one had an account: kept in the session, and sent when the address is confirmed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonplace.communities.joining.actions.asking import AnsweredLately, ByInvitationOnly, ask_to_join
from commonplace.communities.models import Community, Membership
from commonplace.lib.addresses import one_address
from commonplace.people.adapter import CAME_BY


def keep_line(request: HttpRequest, *, slug: str, line: str, address: str) -> None:
    """Keep what was written at the door of this community, for whoever confirms this address in this session."""
    request.session[CAME_BY] = {"slug": slug, "line": line, "address": address}


def kept_line(request: HttpRequest, slug: str) -> str:
    """What was written at the door of this community and is not sent yet."""
    kept = request.session.get(CAME_BY) or {}
    return str(kept.get("line", "")) if kept.get("slug") == slug else ""


def forget_line(request: HttpRequest) -> None:
    """Forget it: it was sent."""
    request.session.pop(CAME_BY, None)


def send_kept_line(request: HttpRequest, email_address: EmailAddress) -> None:
    """Send the line of whoever confirms the address they gave with it: the press that wrote it was their word."""
    kept = request.session.get(CAME_BY) or {}
    if not kept.get("line") or one_address(kept.get("address", "")) != one_address(email_address.email):
        return
    community = Community.objects.visible_to(email_address.user).filter(slug=kept["slug"]).first()
    if community is None:
        return
    try:
        answer = ask_to_join(person=email_address.user, community=community, cares_about=kept["line"])
    except (ByInvitationOnly, AnsweredLately):
        # The page at the door says how things stand, with the line still in its form.
        return
    forget_line(request)
    if isinstance(answer, Membership):
        messages.success(request, _("You are in. Look around; nothing is expected of you."))
