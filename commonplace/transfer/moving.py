"""A mailing list on its way here: how far it came, and what its steward hears when a rehearsal came back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.attention.actions.stopping import stop_address
from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.letters.naming import community_named
from commonplace.letters.signed_addresses import takes_mail_in
from commonplace.mail.addresses import space_address
from commonplace.mail.lists import is_operators, waiting_for
from commonplace.mail.models import MailingList
from commonplace.mail.sending import send_post
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.transfer.models import Import


class Moving(NamedTuple):
    """One list, where mail to it has to go, and how many letters wait for it."""

    row: MailingList
    to: str
    is_operators: bool
    waiting: int


class Move(NamedTuple):
    """How far a community has come with its lists, and what its archives tell of them."""

    archives: int
    lists: list[Moving]
    list_id: str
    takes_mail_in: bool


def move_of(community: Community) -> Move:
    """How far a community has come with moving its lists."""
    runs = Import.objects.filter(community=community, finished_at__isnull=False, back_asked_at=None)
    rows = MailingList.objects.filter(space__community=community).select_related("space__community")
    latest = runs.exclude(list_id="").order_by("-last_at", "-pk").values_list("list_id", flat=True).first()
    lists = [
        Moving(one, space_address(one.space), is_operators(one.address), 0 if one.is_open else waiting_for(one))
        for one in rows.order_by("named_at", "pk")
    ]
    return Move(runs.count(), lists, latest or "", takes_mail_in())


def likely_address(list_id: str) -> str:
    """The address of the list of this id, as most list programs make one of the other; "" where there is no telling."""
    name, _dot, host = list_id.partition(".")
    return f"{name}@{host}" if "." in host else ""


def tell_of_rehearsal(mailing_list: MailingList, at: datetime) -> None:
    """Write to whoever rehearsed, and to nobody else, that mail to the list comes here, and how its letters look."""
    person, space = mailing_list.by, mailing_list.space
    if person is None or not person.is_active:
        return
    page = f"{settings.BASE_URL}{reverse('moving_over', args=[space.community.slug])}"
    name = community_named(space.community.name)
    write_to(
        person,
        template="transfer/letters/rehearsed",
        context={"address": mailing_list.address, "community": name, "link": page},
        kind="rehearsed",
        key=f"rehearsed:{mailing_list.pk}:{int(at.timestamp())}",
    )
    there = Post.objects.visible_to(person).filter(conversation__space=space)
    if (post := there.order_by("-written_at", "-pk").first()) is None:
        return
    with in_language_of(person):
        why = _("A rehearsal, to you alone: so a letter of the list looks once it has moved over.")
    send_post(
        post,
        person,
        why=why,
        key=f"rehearsed:{mailing_list.pk}:{int(at.timestamp())}:{post.pk}",
        now=at,
        stop_url=stop_address(person.pk, space.community_id),
        as_list=mailing_list,
    )
