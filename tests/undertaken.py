"""What is undertaken in the worlds of the permission tests: as it was said, and by whom."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from commonplace.agenda.actions import items as agenda
from commonplace.agenda.models import Kind as AgendaKind
from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.undertakings.actions import endorsing, faq, helping, outside, passing_on, responding, rota, scanning
from commonplace.undertakings.actions.beginning import Unfit
from commonplace.undertakings.models import OutsideQuestion, ScanEntry
from tests.in_groups import compare, learn, look_out
from tests.plans import COMMON, SpacePlan


@dataclass
class Voice:
    """A joint response in a space: its title and words, whose names stand beneath it, and what one of them said to it.

    A comment is read by those with a standing alone, whoever reads the rest.
    """

    pk: int
    title: str
    space: SpacePlan
    names: set[int]
    comment: str
    commenter: int
    # Words of benchmarks that their group alone reads, and who is in it.
    secret: str
    group: set[int]


def respond(
    mark: str, space: Space, plan: SpacePlan, persons: Sequence[Person], standing: Mapping[int, str], *, founder: int
) -> Voice:
    """A joint response of the founder's, endorsed by the members who read the space."""
    title, said = f"zqvoice{mark}x", f"zqcomment{mark}x"
    terms = responding.Terms(
        title=f"{COMMON} {title}",
        addressee=title,
        comments_until=timezone.now() + timedelta(days=5),
        purpose=title,
        text=f"{COMMON} {title}",
    )
    by = persons[founder]
    here = responding.begin_response(by=by, space=space, terms=terms)
    responding.comment(by=by, undertaking=here, words=said)
    members = sorted(n for n, stands in standing.items() if stands == "member")
    others = [n for n in members if plan.visibility != "group" or n in plan.seats]
    for n in others:
        endorsing.endorse(by=persons[n], undertaking=here, on=1, speaks_as=title)
    # Nor does anybody without a seat put something on the agenda there.
    with suppress(agenda.Unfit):
        agenda.put(by=by, space=space, kind=AgendaKind.INQUIRY, title=f"{COMMON} {title}", why=title)
    _ask(mark, space, by)
    _scan(mark, space, by)
    secret = f"zqsecret{mark}x"
    _compared, group = compare(by, [persons[n] for n in others[:1]], space, title=f"{COMMON} {title}", secret=secret)
    look_out(by, space, title=f"{COMMON} {title}", secret=secret)
    learn(by, space, title=f"{COMMON} {title}")
    keys = {person.pk: n for n, person in enumerate(persons)}
    return Voice(here.pk, title, plan, set(others), said, founder, secret, {keys[pk] for pk in group})


def _ask(mark: str, space: Space, by: Person) -> None:
    """The founder's help desk in the same space, open to somebody outside where it can be, with a question of each."""
    title = f"zqvoice{mark}x"
    here = helping.open_desk(by=by, space=space, title=f"{COMMON} {title}", purpose=title)
    # Who has no seat in a group has no week at its desk.
    with suppress(rota.NobodyThere):
        rota.share_out(by=by, undertaking=here, weeks=1)
    asked = helping.ask(by=by, undertaking=here, title=title, text=title)
    helping.answer(by=by, undertaking=here, asked=asked, text=title)
    faq.write_line(by=by, undertaking=here, question=title, text=title, out_of=[asked.pk])
    if outside.may_be_opened(here):
        helping.set_up(by=by, undertaking=here, promised_hours=48, is_open_outside=True)
        said = {"name": title, "address": "zqoutsider@example.net", "title": title, "source": title}
        question = OutsideQuestion.objects.create(desk=here.helpdesk, confirmed_at=timezone.now(), **said)
        helping.let_in(by=by, undertaking=here, question=question)


def _scan(mark: str, space: Space, by: Person) -> None:
    """The founder's scan in the same space, at which they alone are a scout: what its feed brought is theirs to see."""
    title = f"zqvoice{mark}x"
    terms = scanning.Terms(f"{COMMON} {title}", "weekly", timezone.now() + timedelta(days=5), purpose=title)
    here = scanning.begin_scan(by=by, space=space, terms=terms)
    source = scanning.name_source(by=by, undertaking=here, title=title, address=f"https://feeds.example/{title}")
    ScanEntry.objects.create(source=source, mark="1", title=f"{COMMON} zqentry{mark}x", excerpt=f"zqentry{mark}x")
    # Who has no seat in a group has nothing to look at there.
    with suppress(Unfit):
        scanning.take_source(person=by, undertaking=here, source=source)
        # A topic is the community's, wherever it was named: a steward reads it among all others.
        topic = "" if space.is_neutral else title
        passing_on.pass_on(by=by, undertaking=here, title=title, why=title, topic=topic)


def write_letters(by: Person, to: Person, space: Space, *, title: str, words: str) -> None:
    """One letter of each kind that this room writes: to whoever endorsed, and twice to somebody outside."""
    terms = responding.Terms(title, "The office", timezone.now() + timedelta(days=5), text="One thing.")
    voice = responding.begin_response(by=by, space=space, terms=terms)
    endorsing.endorse(by=to, undertaking=voice, on=1)
    responding.revise(by=by, undertaking=voice, text="Two things.", on=1, summary=words)
    here = helping.open_desk(by=by, space=space, title=title)
    helping.set_up(by=by, undertaking=here, promised_hours=48, is_open_outside=True)
    here.helpdesk.refresh_from_db()
    said = {"name": "Nour", "address": "outside@example.net", "title": title, "text": "It sings."}
    question = outside.put(undertaking=here, sender=title, **said)
    outside.confirm(question=question)
    asked = helping.let_in(by=by, undertaking=here, question=question)
    helping.answer(by=by, undertaking=here, asked=asked, text=words)
