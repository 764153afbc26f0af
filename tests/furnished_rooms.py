"""Things of a furnished house that take some making: a device, a gathering that has begun, words between a few."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from commonplace.attention.models import PushDevice
from commonplace.communities.models import Community, Space
from commonplace.communities.modules import Orientation
from commonplace.cultivation.models import SaidSign, Tended
from commonplace.cultivation.signs.kept import share
from commonplace.cultivation.week.letters import want_week
from commonplace.cultivation.week.tended import take_on
from commonplace.digests.actions.choosing import Said, choose
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.models import Issue, Period
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import invite_guest
from commonplace.gatherings.actions.convening import Plan, convene, written
from commonplace.gatherings.actions.outside import subscribe
from commonplace.gatherings.actions.polling import ask_when, say_when
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.gatherings.models import Gathering, OutsideCalendar, OutsideDate
from commonplace.leadership.actions.carrying import carry
from commonplace.leadership.groups import Group
from commonplace.orientations.actions import ask, close, draw
from commonplace.people.models import Person
from commonplace.protocols.actions.adapting import adapt
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.models import Adaptation
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.noting import note
from commonplace.runs.actions.seating import sit, sit_as_guest
from commonplace.runs.actions.stepping import start
from commonplace.runs.models import Run
from commonplace.transfer.models import CalendarRun
from commonplace.words.actions.drafting import keep_draft as keep_word_draft
from commonplace.words.actions.handing import hand
from commonplace.words.actions.writing import answer as answer_word
from commonplace.words.actions.writing import begin
from commonplace.words.telling import stop_address
from tests.furnished_fitness import rounds_of
from tests.furnished_harvest import harvested

# Addresses with a question in them, which no route tells.
BESIDES = (
    "/search?q=valve",
    "/c/stick/gatherings/?show=past",
    "/c/stick/protocols/?need=stuck&minutes=60&people=8&structure=5",
    "/search?q=nothing+of+the+kind",
    "/c/stick/people/?q=hal",
    "/c/stick/conversations/?kind=question",
    "/c/stick/letter/preview?as=anyone",
    "/c/stick/letter/preview?as=me",
    "/words/?q=gladly",
    "/words/?q=nothing",
)
LONG = "Leckageortungsgenauigkeitsverbesserungsvorschlag" * 2


def letters_of(community: Community, steward: Person, *, now: datetime) -> Issue:
    """A weekly letter that went out with a steward's word in it, and the next, which is still being made."""
    went = make_issue(
        community=community, period=Period.WEEKLY, on=(now - timedelta(days=3)).date(), now=now - timedelta(days=2)
    )
    choose(by=steward, issue=went, words=Said("", "It rained at last."), things={})
    send(issue=went, now=now - timedelta(days=1))
    make_issue(community=community, period=Period.WEEKLY, on=(now + timedelta(days=7)).date(), now=now)
    return went


def drawn_together(steward: Person, member: Person, community: Community) -> dict[str, list[object]]:
    """A picture of how they are together that was closed, the next, which is being drawn, rounds likewise, and two
    signs of how they are doing, one of them shared with everyone; what addresses name of these.
    """
    tended = _signs_of(community, steward, now=timezone.now())
    until = (timezone.now() + timedelta(days=9)).date()
    closed = ask(by=steward, community=community, until=until)
    draw(by=member, profile=closed, said={Orientation.MEETINGS: (1, 4)})
    close(by=steward, profile=closed)
    draw(by=member, profile=ask(by=steward, community=community, until=until), said={Orientation.CONTENT: (0, 5)})
    return {"orientations": [closed.pk], "tended": [tended.pk], **rounds_of(steward, community, LONG)}


def _signs_of(community: Community, steward: Person, *, now: datetime) -> Tended:
    for code, numbers in (("one_person", {"of_one": 12, "of_all": 20}), ("overload", {"most": 90, "usual": 20.0})):
        since = now.date() - timedelta(days=9)
        SaidSign.objects.create(community=community, code=code, since=since, on=now.date(), numbers=numbers)
    share(by=steward, community=community, code="overload", now=now)
    want_week(person=steward, community=community, at=now)
    take_on(by=steward, community=community, code="not_greeted", about="person:0", at=now)
    return Tended.objects.get(community=community)


def device_of(person: Person) -> PushDevice:
    """A browser that tells this one when something waits."""
    return PushDevice.objects.create(
        person=person,
        endpoint=f"https://push.example.org/{person.pk}",
        p256dh="-",
        auth="-",
        name="Firefox on Linux",
        told_to=timezone.now(),
        due_at=timezone.now(),
    )


def called_together(by: Person, space: Space, others: Sequence[Person]) -> Gathering:
    """A gathering that has just begun: people have answered, a guest is asked from outside, there is one seat."""
    begun = timezone.now() - timedelta(minutes=5)
    said = {
        "purpose": "To hear it together.",
        "place": f"The yard {LONG}",
        "prepare": "One memory of a *noise*.\nOr two.",
    }
    plan = Plan("A noise to bring", begun.replace(second=0, microsecond=0, tzinfo=None), "UTC", capacity=1, **said)
    called = convene(by=by, space=space, plan=plan)
    for other in others:
        if other != by:
            answer(gathering=called, person=other, says="yes")
    for person, group in zip((by, *others), (Group.FRIENDS, Group.FRIENDS, Group.KEEPERS), strict=False):
        carry(by=person, gathering=called, group=group)
    invite_guest(by=by, gathering=called, address="nour@example.net", name="Nour")
    begin_to_talk(by=by, gathering=called, text="I bring a valve.", at=begun - timedelta(days=2))
    follow(gathering=called, protocol=protocol_named("case-clinic"), by=by)
    return called


def asked_when(by: Person, space: Space, others: Sequence[Person]) -> Gathering:
    """A gathering whose date is open: two times, of which people have said whether they can."""
    walls = [
        (timezone.now() + timedelta(days=n)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
        for n in (6, 8)
    ]
    plan = Plan("A noise to look for", walls[0], "UTC", purpose="When could it be?", place=f"The yard {LONG}")
    asked = ask_when(by=by, space=space, plan=plan, walls=walls)
    first, second = asked.poll.times.order_by("starts_at")
    for other in others:
        say_when(gathering=asked, person=other, can={first.pk: "yes", second.pk: "maybe"})
    begin_to_talk(by=by, gathering=asked, text="I can on both.", at=timezone.now() - timedelta(days=2))
    return asked


def say_when_they_can(by: Person, space: Space, plan: Plan, people: Sequence[Person]) -> Gathering:
    """The same of a plan's own words, at its hour and a day later; everyone can at both, and comes if they can."""
    asked = ask_when(by=by, space=space, plan=plan, walls=[plan.wall, plan.wall + timedelta(days=1)])
    times = list(asked.poll.times.values_list("pk", flat=True))
    for one in people:
        say_when(gathering=asked, person=one, can=dict.fromkeys(times, "yes"), comes_if_can=True)
    return asked


def dates_of_others(community: Community, by: Person) -> OutsideCalendar:
    """A calendar of others with two dates, which could not be read for some days."""
    now = timezone.now()
    one = subscribe(by=by, community=community, name=f"The fairs {LONG}", address=f"https://fairs.example/{LONG}.ics")
    whole = {"on": now.date() + timedelta(days=9), "days": 3}
    for title, more in (("Water fair", whole), (f"Open talk {LONG}", {})):
        at = now + timedelta(days=9)
        OutsideDate.objects.create(
            calendar=one, uid=title[:9], title=title, starts_at=at, ends_at=at + timedelta(days=1), zone="UTC", **more
        )
    one.read_at, one.failing_since, one.trouble = now - timedelta(days=5), now - timedelta(days=4), "silent"
    one.save()
    return one


def calendar_that_came(space: Space, member: Person) -> CalendarRun:
    """A calendar that moved in with one gathering, to which somebody has said yes."""
    now = timezone.now()
    run = CalendarRun.objects.create(community=space.community, space=space, name=f"{LONG}.ics", dates=1, kept=1)
    plan = Plan(f"The fair of wells {LONG}", (now + timedelta(days=20)).replace(tzinfo=None), "UTC")
    came = written(by=None, space=space, plan=plan, at=now, origin=run.origin)
    came.save()
    answer(gathering=came, person=member, says="maybe")
    return run


def others_calendars(space: Space, steward: Person, member: Person) -> dict[str, list[object]]:
    """What addresses name of calendars of others: one that is looked at, and one that moved in."""
    looked_at = dates_of_others(space.community, steward)
    return {"outside": [looked_at.pk], "calendars": [calendar_that_came(space, member).pk]}


def made_their_own(by: Person, space: Space, gathering: Gathering) -> Adaptation:
    """A protocol made one's own after another of one's own, which a gathering follows."""
    case = protocol_named("case-clinic")
    first = adapt(by=by, space=space, protocol=replace(case, title=f"Clinic of the yard {LONG}"))
    second = adapt(by=by, space=space, protocol=replace(case, title="Clinic by phone"), after=first)
    follow(gathering=gathering, protocol=second.as_protocol(), by=by)
    return second


def being_run(gathering: Gathering, by: Person, others: Sequence[Person]) -> Run:
    """A gathering that people are at: they sit at its table with a guest, and each has kept a line."""
    run = start(gathering=gathering, by=by)
    for other in others:
        seat = sit(run=run, person=other)
        note(run=run, phase=0, kind=Capture.LIVED, words=f"It rattled. {LONG}", person=other, seat=seat)
    sit_as_guest(run=run, wall=run.wall, name=f"Nour {LONG[:40]}")
    harvested(run, by, others, LONG)
    return run


class Between(NamedTuple):
    """What addresses of words name, of those known to the member, and of the steward's own."""

    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def words_between(hal: Person, steward: Person, tomasz: Person, community: Community, *, now: datetime) -> Between:
    """Words between three, each of whom wrote one; one was handed to stewards, and two are begun."""
    first = begin(by=hal, to=[steward.pk, tomasz.pk], text=f"Between **us**: {LONG}", at=now - timedelta(days=2))
    here, later = first.correspondence, now - timedelta(days=1)
    gladly = answer_word(by=steward, correspondence=here, text="Gladly.", at=later)
    too = answer_word(by=tomasz, correspondence=here, text="I too.", at=later)
    handed = hand(by=tomasz, word=first, community=community, why="Is this a rule?")
    half = {
        person.pk: keep_word_draft(by=person, place="new", form="", text="Half a word", to=[tomasz.pk])
        for person in (steward, hal)
    }
    return Between(
        known={
            "words": [here.pk],
            "taking-back": [first.pk],
            "handing": [too.pk],
            "handed": [handed.pk],
            "whom": [tomasz.pk],
            "draft": [half[hal.pk].pk],
            "words_token": [stop_address(hal).rpartition("/")[2]],
        },
        own_of_steward={"taking-back": [gladly.pk], "draft": [half[steward.pk].pk]},
    )
