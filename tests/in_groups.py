"""Benchmarks and learning projects of the houses that tests build: with numbers that their group alone reads."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.undertakings.actions import comparing, lessons, looking_out, projects, taking_part
from commonplace.undertakings.actions.beginning import Unfit
from commonplace.undertakings.actions.group import NotInGroup
from commonplace.undertakings.models import Measure, Participant, Period, Undertaking

A_NUMBER = Decimal("7391.25")


def measured(secret: str) -> str:
    """What the measures and periods of such a benchmark are called."""
    return secret.replace("secret", "measure")


def compare(
    by: Person, inside: Sequence[Person], space: Space, *, title: str, secret: str
) -> tuple[Undertaking, set[int]]:
    """A benchmark of these, opened: `secret` is in all that its group alone reads, and `measured(secret)` in what they
    measure, which whoever tends the community may set up as well. The keys of its group come along.
    """
    what = measured(secret)
    here = comparing.begin_comparison(
        by=by, space=space, title=title, question=title, promise=title, period=what, speaks_for=secret
    )
    group = set(Participant.objects.still_here(here).values_list("person", flat=True))
    for person in inside:
        try:
            part = taking_part.take_part(person=person, undertaking=here, speaks_for=secret)
            taking_part.let_in(by=by, undertaking=here, row=part)
        except (Unfit, NotInGroup):
            continue
        group.add(person.pk)
    terms = comparing.MeasureTerms(what, what, f"{what} counts.", Measure.Better.LESS)
    measure = comparing.add_measure(by=by, undertaking=here, terms=terms)
    period = Period.objects.get(benchmark=here.pk)
    for person in (by, *inside):
        if person.pk in group:
            given = {measure.pk: comparing.Given(A_NUMBER, secret)}
            comparing.give(by=person, undertaking=here, period=period, given=given)
            comparing.offer_to_show(by=person, undertaking=here, measure=measure, words=secret)
    if by.pk in group and len(group) > 1:
        # Of one alone, everybody has said yes.
        lessons.word_lesson(by=by, undertaking=here, text=secret)
    return here, group


def look_out(by: Person, space: Space, *, title: str, secret: str) -> Undertaking:
    """A look at somebody outside, with a line that its group alone reads."""
    here = looking_out.begin_looking_out(by=by, space=space, title=title, question=title, whose=title, practice=title)
    if Participant.objects.still_here(here).exists():
        source = looking_out.keep_source(by=by, undertaking=here, terms=looking_out.SourceTerms(title, "told"))
        kept = looking_out.YardstickTerms(title, secret, secret, source, is_confidential=True)
        looking_out.keep_yardstick(by=by, undertaking=here, terms=kept)
    looking_out.say_what_fits(by=by, undertaking=here, how="changed", words=title)
    looking_out.find(by=by, undertaking=here, text=title)
    return here


def learn(by: Person, space: Space, *, title: str) -> Undertaking:
    """A learning project with a milestone, a note and a product."""
    here = projects.begin_project(by=by, space=space, title=title, question=title)
    on = timezone.localdate() + timedelta(days=9)
    projects.add_milestone(by=by, undertaking=here, words=title, on=on)
    projects.note(by=by, undertaking=here, words=title)
    projects.keep_product(by=by, undertaking=here, product=projects.Product(title, title, "https://example.org/way"))
    return here


def numbers_of_groups(by: Person, others: Sequence[Person], space: Space, long: str) -> dict[str, list[object]]:
    """What addresses name of one of each in a furnished house, in which somebody asks to be let in."""
    first, second = others[:2]
    compared, _group = compare(by, [first], space, title=f"Our nights {long}", secret=f"l/s {long}"[:40])
    asking = taking_part.take_part(person=second, undertaking=compared)
    looked = look_out(by, space, title=f"Their nights {long}"[:110], secret="Two")
    made = learn(by, space, title=f"By ear {long}"[:110])
    benchmark, looking, project = compared.mutualbenchmark, looked.externalbenchmark, made.learningproject
    return {
        "mutual-benchmarks": [compared.pk],
        "external-benchmarks": [looked.pk],
        "learning-projects": [made.pk],
        "undertakings": [compared.pk],
        "parts": [asking.pk],
        "periods": [benchmark.periods.get().pk],
        "measures": [benchmark.measures.get().pk],
        "lessons": [benchmark.lessons.get().pk],
        "outside-sources": [looking.sources.get().pk],
        "beside": [looking.yardsticks.get().pk],
        "milestones": [project.milestones.get().pk],
        "learned": [project.notes.get().pk],
    }
