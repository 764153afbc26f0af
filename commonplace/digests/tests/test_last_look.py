"""A digest that waited in the outbox is looked at once more: nobody gets what is not for them any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.attention.actions.choosing import be_quiet
from commonplace.attention.actions.stopping import stop
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.moderation.actions import hold
from commonplace.communities.spaces.actions import change_space
from commonplace.digests.actions.sending import send, send_first
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.queries import address_for_letters

pytestmark = pytest.mark.django_db
TITLES = ("Who has a step-test sheet?", "Which clamp holds on lead?", "Hours that water ran")


def go(mailoutbox) -> dict[str, str]:
    """Who gets which words, an hour after they were written."""
    Letter.objects.filter(kind="digest").update(useful_until=None, due_at=timezone.now())
    send_due(now=timezone.now() + timedelta(hours=1))
    return {one.to[0]: one.body for one in mailoutbox}


def told(said: str) -> list[str]:
    return [title for title in TITLES if title in said]


def test_nothing_happened_and_it_goes_as_it_was_written(issue, tomasz, evening, mailoutbox) -> None:
    send(issue=issue, now=evening)
    written = Letter.objects.get(kind="digest", to=address_for_letters(tomasz)).text
    assert go(mailoutbox)[address_for_letters(tomasz)].strip() == written.strip()
    assert told(written) == list(TITLES)


@pytest.mark.parametrize("how", ["left", "stopped", "quiet", "deactivated"])
def test_whoever_has_had_enough_gets_none(how, issue, stick, tomasz, hal, evening, mailoutbox) -> None:
    send(issue=issue, now=evening)
    if how == "left":
        leave(person=tomasz, community=stick, why="", at=timezone.now())
    elif how == "stopped":
        stop(person=tomasz, community=stick)
    elif how == "quiet":
        be_quiet(person=tomasz, community=stick, until=timezone.now() + timedelta(days=2))
    else:
        type(tomasz).objects.filter(pk=tomasz.pk).update(is_active=False)
    went = go(mailoutbox)
    assert address_for_letters(tomasz) not in went
    assert address_for_letters(hal) in went
    gone = Letter.objects.get(kind="digest", to=address_for_letters(tomasz))
    assert (gone.fault, gone.text, gone.html) == (Letter.TAKEN_BACK, "", "")


@pytest.mark.parametrize("how", ["held", "quiet space"])
def test_what_may_be_told_no_more_is_taken_out_and_the_rest_goes(
    how, issue, week, table, window, stick, ines, tomasz, evening, mailoutbox
) -> None:
    send(issue=issue, now=evening)
    if how == "held":
        hold(by=ines, kind="conversation", object_id=week["waits"].pk, community=stick, why="Look")
    else:
        change_space(by=ines, space=table, in_letters="notice")
    went = go(mailoutbox).get(address_for_letters(tomasz), "")
    assert told(went) == (list(TITLES[1:]) if how == "held" else [])
    html = [one.alternatives[0][0] for one in mailoutbox if one.to == [address_for_letters(tomasz)]]
    assert [title for title in TITLES if title in "".join(html)] == told(went)


def test_a_stewards_own_copy_goes_while_they_are_one(issue, stick, ines, thursday, mailoutbox) -> None:
    standing = stick.memberships.get(person=ines)
    be_quiet(person=ines, community=stick, until=timezone.now() + timedelta(days=2))
    send_first(to=standing, issue=issue, now=thursday - timedelta(days=1))
    assert "ines@example.org" in go(mailoutbox)
    send_first(to=standing, issue=issue, now=thursday)
    type(standing).objects.filter(pk=standing.pk).update(standing="member")
    mailoutbox.clear()
    assert go(mailoutbox) == {}


def test_a_letter_from_before_this_was_asked_goes(issue, tomasz, evening, mailoutbox) -> None:
    send(issue=issue, now=evening)
    Letter.objects.update(about="")
    assert address_for_letters(tomasz) in go(mailoutbox)
