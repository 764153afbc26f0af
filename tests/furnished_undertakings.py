"""Undertakings of a furnished house: one of each kind by the member and by the steward, with something in each part."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.letters.signed_links import token_of
from commonplace.people.models import Person
from commonplace.undertakings.actions import endorsing, faq, helping, outside, responding, rota
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.models import HelpDesk, OutsideQuestion, Shift, Undertaking
from tests.furnished_rooms import LONG


class Undertaken(NamedTuple):
    """What addresses of undertakings name, of those known to the member, and of the steward's own."""

    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def undertake(member: Person, steward: Person, others: Sequence[Person], space: Space) -> Undertaken:
    """Begin one of each kind by either."""
    of_member, of_steward = (_numbers(person, others, space) for person in (member, steward))
    return Undertaken(known=of_member, own_of_steward=of_steward)


def _numbers(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    response, desk = _response(by, others, space), _desk(by, others, space)
    return {**response, **desk, "undertakings": response["joint-responses"]}


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


def _put(here: Undertaking, n: int) -> OutsideQuestion:
    said = {"name": "Nour", "address": f"nour{n}@example.net", "title": f"A noise, {n}", "text": "It *sings*."}
    return outside.put(undertaking=here, sender=f"192.0.2.{here.pk % 250}", **said)
