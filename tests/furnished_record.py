"""Records of a furnished house: lines of two, handed on and signed; first steps, a buddy, and a letter a year."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.conversations.actions.opening import open_conversation
from commonplace.letters.signed_links import token_of
from commonplace.people.models import Person
from commonplace.record.actions import buddies, choosing, sharing, signing, welcoming, yearly
from commonplace.record.kinds import offered_to
from commonplace.record.models import Buddy, YearlyLetter
from commonplace.record.steps import Step

WITHOUT_WORDS = {"first_steps", "buddy", "yearly"}


class Recorded(NamedTuple):
    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def recorded(community: Community, steward: Person, member: Person) -> Recorded:
    """Both took what was offered first into their record and handed it on; the steward is at the member's side."""
    steps = [Step("", "Listen to a pipe at two."), Step("charter", ""), Step("ask", "Ask, however small.")]
    welcoming.write_steps(by=steward, community=community, steps=steps)
    welcoming.do_step(by=member, community=community, number=0)
    buddies.be_willing(by=steward, community=community)
    buddies.be_willing(by=member, community=community)
    beside = Buddy.objects.create(community=community, newcomer=member, buddy=steward)
    buddies.say_whether_it_helped(by=member, buddy=beside, helped="helped")
    yearly.ask(by=member)
    theirs, others = _handed_on(member), _handed_on(steward)
    shared = {
        "buddies": [beside.pk],
        "first-steps": [1],
        "yearly_token": [token_of(member.pk, salt=yearly.SALT)],
    }
    return Recorded({**theirs, **shared}, others)


def _handed_on(person: Person) -> dict[str, list[object]]:
    first, second = offered_to(person).items[:2]
    line = choosing.take(by=person, key=first.key, words="I did it before *dawn*.")
    choosing.show(by=person, line=line)
    day = timezone.localdate() + timedelta(days=30)
    handed, secret = sharing.hand(by=person, lines=[line.pk], ends_on=day, note="The board of the dam")
    signed, _token = signing.sign_record(by=person, lines=[line.pk], note="The office of the river", ends_on=day)
    return {
        "taken": [line.pk],
        "evidence": [second.key],
        "secret-addresses": [handed.pk],
        "signed": [signed.pk],
        "record_secret": [secret],
        "key_name": [signed.key.name],
        "uid": [signed.uid],
    }


def letters_of_record(place: Community, person: Person, steward: Person, *, title: str, words: str) -> None:
    """The three letters of this room, each to one person."""
    now = timezone.now()
    Membership.objects.filter(community=place, person=person).update(joined_at=now - timedelta(days=2))
    welcoming.write_letters(now=now)
    made = Buddy.objects.create(community=place, newcomer=steward, buddy=person)
    buddies.tell_of(made, steward)
    space = place.spaces.order_by("position", "pk").first()
    open_conversation(by=person, space=space, kind="question", title=title, text=words)
    YearlyLetter.objects.create(person=person, next_on=timezone.localdate(now))
    yearly.write_letters(now=now)
