"""Undertakings of a furnished house: one of each kind by the member and by the steward, with something in each part."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.letters.signed_links import token_of
from commonplace.people.models import Person
from commonplace.undertakings.actions import (
    endorsing,
    faq,
    helping,
    outside,
    passing_on,
    responding,
    rota,
    scan_turns,
    scanning,
)
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.models import (
    HelpDesk,
    OutsideQuestion,
    ScanEntry,
    ScanSource,
    ScanTurn,
    Shift,
    Undertaking,
)
from tests.furnished_agenda import look_back, on_agenda
from tests.furnished_needs import asked_what_helps
from tests.furnished_rooms import LONG
from tests.in_groups import numbers_of_groups


class Undertaken(NamedTuple):
    """What addresses of undertakings name, of those known to the member, and of the steward's own."""

    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def undertake(member: Person, steward: Person, others: Sequence[Person], space: Space) -> Undertaken:
    """Begin one of each kind by either."""
    of_member, of_steward = (_numbers(person, others, space) for person in (member, steward))
    look_back(steward, space)
    said = [(member, f"A vet who answers.\n{LONG}")]
    of_member |= asked_what_helps(steward, space.community, said, f"A clinic.\n{LONG}")
    return Undertaken(known=of_member, own_of_steward=of_steward)


def _numbers(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    response, desk = _response(by, others, space), _desk(by, others, space)
    groups = numbers_of_groups(by, others, space, LONG)
    both = [*response["joint-responses"], *groups["undertakings"]]
    return {**response, **desk, **_scan(by, others, space), **groups, "undertakings": both, **on_agenda(by, space)}


def _response(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    """A joint response in two versions, with comments on both, names, and what one sees otherwise."""
    now = timezone.now()
    terms = responding.Terms(
        title=f"What we would tell them {LONG}",
        addressee=f"The office {LONG}",
        comments_until=now + timedelta(days=5),
        purpose="They asked.",
        text=f"One *thing*.\n\nAnd {LONG}.",
    )
    here = responding.begin_response(by=by, space=space, terms=terms)
    first, second = others[:2]
    responding.comment(by=first, undertaking=here, words="Why *one*?\nOr two.", paragraph=1, is_in_the_way=True)
    endorsing.endorse(by=first, undertaking=here, on=1, speaks_as="for the night crew")
    responding.revise(by=by, undertaking=here, text=f"Two things.\n\nAnd {LONG}.", on=1, summary="Two, then")
    said = responding.comment(by=by, undertaking=here, words="Enough?", paragraph=2)
    responding.answer_comment(by=by, undertaking=here, said=said, words="It stays.")
    view = endorsing.see_otherwise(by=second, undertaking=here, text="None of *it*.")
    return {"joint-responses": [here.pk], "comments": [said.pk], "texts": [2], "otherwise": [view.pk]}


def _desk(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    """A help desk with weeks, a swap asked for, questions from inside and outside, and what is asked again."""
    here = helping.open_desk(by=by, space=space, title=f"Which logger, where {LONG}", promised_hours=24)
    HelpDesk.objects.filter(pk=here.pk).update(is_open_outside=True)
    here.helpdesk.refresh_from_db()
    first = others[0]
    take_hand(person=first, undertaking=here)
    rota.share_out(by=by, undertaking=here, weeks=4)
    own, theirs, *_rest = Shift.objects.filter(desk=here.pk).order_by("starts_at")
    swap = rota.ask_to_swap(by=first, undertaking=here, given=theirs, wanted=own)
    asked = helping.ask(by=by, undertaking=here, title=f"On plastic {LONG}", text="Which *one*?")
    helping.answer(by=first, undertaking=here, asked=asked, text=f"A hydrophone, {LONG}.")
    helping.pass_on(by=by, undertaking=here, asked=asked, to=first, why="He has plastic.")
    helping.ask(by=first, undertaking=here, title="And on iron", text="The same.")
    line = faq.write_line(by=by, undertaking=here, question="Plastic?", text="*Two*.", out_of=[asked.pk])
    put = [_put(here, n) for n in range(3)]
    OutsideQuestion.objects.filter(pk__in=[one.pk for one in put[:2]]).update(confirmed_at=timezone.now())
    steward = space.community.founded_by
    assert steward is not None
    let_in = helping.let_in(by=steward, undertaking=here, question=put[0])
    return {
        "help-desks": [here.pk],
        "questions": [asked.pk],
        "weeks": [own.pk],
        "swaps": [swap.pk],
        "lines": [line.pk],
        "from-outside": [put[1].pk],
        "confirm": [token_of(put[2].pk, salt=outside.CONFIRM)],
        "close": [token_of(let_in.pk, salt=outside.CLOSE)],
    }


def _scan(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    """A scan in its second turn, with a feed that fails, something passed on of each, and a source offered."""
    now = timezone.now()
    terms = scanning.Terms(f"What changes around {LONG}", "weekly", now + timedelta(days=7), purpose=f"So {LONG}")
    here = scanning.begin_scan(by=by, space=space, terms=terms)
    feed = scanning.name_source(
        by=by, undertaking=here, title=f"The works {LONG}", address="https://works.example/feed"
    )
    place = scanning.name_source(by=by, undertaking=here, title="The fair", where=f"Kielce {LONG}")
    scanning.take_source(person=by, undertaking=here, source=feed)
    scanning.take_source(person=others[0], undertaking=here, source=place)
    ScanSource.objects.filter(pk=feed.pk).update(trouble="broken", failing_since=now - timedelta(days=4))
    said = {"source": feed, "excerpt": f"Words {LONG}", "link": "https://works.example/1"}
    entries = [ScanEntry.objects.create(mark=str(n), title=f"A pipe, {n} {LONG}", **said) for n in range(2)]
    note = passing_on.pass_on(by=by, undertaking=here, entry=entries[0], why=f"Ours {LONG}", topic="Pipes")
    ScanTurn.objects.filter(scan=here.pk).update(ends_at=now - timedelta(hours=1))
    scan_turns.turn_scans(now=now)
    passing_on.pass_on(by=others[0], undertaking=here, title=f"Elsewhere {LONG}", why="So.", source=place)
    scanning.offer_source(by=others[0], undertaking=here, source=place, to=by)
    known = {"sources": [feed.pk, place.pk], "entries": [entries[1].pk], "turns": [1, 2], "notes": [note.pk]}
    return {"scans": [here.pk], **known}


def _put(here: Undertaking, n: int) -> OutsideQuestion:
    said = {"name": "Nour", "address": f"nour{n}@example.net", "title": f"A noise, {n}", "text": "It *sings*."}
    return outside.put(undertaking=here, sender=f"192.0.2.{here.pk % 250}", **said)
