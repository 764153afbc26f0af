"""The page of a guestbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonplace.communities.viewpoint import enter
from tests.guestbook.models import GuestbookLine


def guestbook(request: HttpRequest, slug: str) -> HttpResponse:
    viewpoint = enter(request, slug)
    lines = GuestbookLine.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "lines": lines.order_by("-at")[:50]}
    return render(request, "guestbook/guestbook.html", context)
