"""A gathering that was run, of which people are asked afterwards: what came of it, and what should stay."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from commonplace.communities.membership.actions.standing import make_steward
from commonplace.communities.models import Community, Membership, Space
from commonplace.cultivation.week.letters import send_weeks, want_week
from commonplace.cultivation.week.letters import stop_address as stop_of_week
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.letters.models import Letter
from commonplace.people.answers_by_link import answer_token
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.asking import say_what_came, wish
from commonplace.runs.actions.asking_by_letter import ask_for_wishes, ask_what_came
from commonplace.runs.actions.noting import note
from commonplace.runs.actions.seating import sit
from commonplace.runs.actions.stepping import Act, start, step
from commonplace.runs.letters_that_ask import stop_address
from commonplace.runs.models import Captured, Run
from commonplace.runs.queries.asked import OF_HARVEST, OF_RUN, OF_TAKEAWAY
from tests.furnished_rooms import LONG


def run_to_its_end(by: Person, person: Person, space: Space, *, words: str) -> Captured:
    """Somebody said in it what they will try; the takeaway, to be asked about tomorrow."""
    now = timezone.now()
    wall = (now + timedelta(hours=1)).replace(tzinfo=None, second=0, microsecond=0)
    gathering = convene(by=by, space=space, plan=Plan("What we try", wall, "UTC"))
    follow(gathering=gathering, protocol=protocol_named("case-clinic"), by=by)
    run = start(gathering=gathering, by=by)
    sit(run=run, person=person)
    tomorrow = now.date() + timedelta(days=1)
    line = note(run=run, phase=6, kind=Capture.TAKEAWAY, words=words, person=person, ask_on=tomorrow)
    step(run=run, act=Act.FINISH, number=2, by=by)
    return line


def ask(line: Captured) -> list[Letter]:
    """Both letters that ask, as the worker writes them on the day after tomorrow."""
    day = Run.objects.get(pk=line.run_id).started_at + timedelta(days=2)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    ask_what_came(now=noon)
    ask_for_wishes(now=noon)
    return list(Letter.objects.filter(kind__in=("what_came", "wishes")).order_by("pk"))


def week_by_mail(community: Community, person: Person, steward: Person) -> list[Letter]:
    """Somebody who tends the community, and what they get by mail on the next Monday but one."""
    make_steward(by=steward, membership=Membership.objects.get(community=community, person=person))
    now = timezone.now()
    want_week(person=person, community=community, at=now)
    day = now + timedelta(days=14 - now.weekday())
    send_weeks(now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return list(Letter.objects.filter(kind="week"))


class AskedOf(NamedTuple):
    """What addresses of what is asked afterwards name, of the member's and of the steward's own."""

    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]
    over: Run


def asked_of(hal: Person, steward: Person, space: Space, live: Mapping[str, Run]) -> AskedOf:
    """Takeaways of both at a table, and a run that is over, of which both have said what came and what they wish."""
    now = timezone.now()
    lines = {
        who: note(run=live[who], phase=6, kind=Capture.TAKEAWAY, words=f"I try it. {LONG}", person=person, ask_on=ago)
        for who, person, ago in (("member", hal, now.date()), ("steward", steward, now.date()))
    }
    over = run_to_its_end(hal, steward, space, words=f"I *dig*. {LONG}").run
    over.refresh_from_db()
    for person, stays in ((hal, True), (steward, False)):
        wish(run=over, by=person, stays=stays, words=f"The *rounds*. {LONG}")
    said = over.captured.get()
    say_what_came(captured=said, by=steward, came="helped", words=f"It *did*. {LONG}")
    tokens = [
        answer_token(OF_TAKEAWAY, hal, lines["member"].pk, choice="helped", at=now),
        answer_token(OF_RUN, hal, over.gathering_id, choice="stay", at=now),
        answer_token(OF_HARVEST, hal, over.gathering_id, at=now),
    ]
    return AskedOf(
        known={
            "line": [lines["member"].pk],
            "press": tokens,
            "asking_token": [stop_address(hal).rpartition("/")[2]],
            "week_token": [stop_of_week(hal, space.community).rpartition("/")[2]],
        },
        own_of_steward={"line": [lines["steward"].pk, said.pk]},
        over=over,
    )
