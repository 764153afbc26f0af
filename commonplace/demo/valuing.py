"""What a community is worth: looked at, counted, asked, entered, expected, and tied to its stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from commonplace.communities.models import Membership
from commonplace.communities.standing import LASTING
from commonplace.demo.events import Course
from commonplace.demo.telling_value import (
    ExpectedTold,
    LookedTold,
    NumberTold,
    PulseTold,
    SenseTold,
    UnitTold,
)
from commonplace.people.models import Person
from commonplace.stories.models import Step
from commonplace.value.actions.entering import correct, enter, expect
from commonplace.value.actions.indicators import Looked, begin, new_unit, pick, put_aside
from commonplace.value.actions.pulses import answer, ask, close_what_is_over
from commonplace.value.actions.sense import keep
from commonplace.value.actions.telling import tell_what_is_over
from commonplace.value.actions.touching import touch
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.models import Decision, Indicator, Pulse, RestsOn

SOON, LATER = timedelta(minutes=20), timedelta(days=3)


class Valued:
    """Plans it into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.told = course.story.worth
        self.indicators: dict[str, Indicator] = {}

    def plan(self) -> None:
        course = self.course
        for one in self.told.looked:
            course.plan(course.ago(one.days_ago), self._look, one)
            for unit in one.units:
                course.plan(course.ago(unit.days_ago), self._count_otherwise, one, unit)
            for number in one.numbers:
                course.plan(course.ago(number.days_ago), self._enter, one, number)
                if number.wrong:
                    course.plan(course.ago(number.days_ago) + LATER, self._correct, one, number)
            for expected in one.expected:
                course.plan(course.ago(expected.days_ago), self._expect, one, expected)
            for pulse in one.pulses:
                course.plan(course.ago(pulse.days_ago), self._ask, one, pulse)
                course.plan(course.ago(pulse.days_ago) + LATER, self._answer, one, pulse)
                course.plan(course.ago(pulse.days_ago - pulse.days - 1), self._tell)
            if one.aside_days_ago is not None:
                course.plan(course.ago(one.aside_days_ago), self._put_aside, one)
        for sense in self.told.sense:
            course.plan(course.ago(sense.days_ago), self._keep, sense)
        if self.told.looked:
            course.plan(course.now, self._tell)
            course.plan(course.now, self._touch)

    @property
    def _by(self) -> Person:
        return self.course.persons[self.told.by]

    def _look(self, told: LookedTold, *, at: datetime) -> None:
        community = self.course.community
        if told.starter:
            made = pick(by=self._by, community=community, code=told.starter, at=at)
        else:
            cycle, horizon, whose = Cycle(told.cycle), Horizon(told.horizon), Whose(told.whose)
            looked = Looked(told.name, cycle, horizon, whose, told.measure, told.question, told.unit)
            made = begin(by=self._by, community=community, looked=looked, at=at)
        self.indicators[told.starter or told.name] = made

    def _of(self, told: LookedTold) -> Indicator:
        return self.indicators[told.starter or told.name]

    def _count_otherwise(self, told: LookedTold, unit: UnitTold, *, at: datetime) -> None:
        new_unit(by=self._by, indicator=self._of(told), unit=unit.unit, note=unit.note, at=at)

    def _enter(self, told: LookedTold, number: NumberTold, *, at: datetime) -> None:
        today = at.astimezone(UTC).date()
        whole = self.course.now.astimezone(UTC).date()
        enter(
            by=self._by,
            indicator=self._of(told),
            since=whole - timedelta(days=number.since_days_ago),
            until=min(today, whole - timedelta(days=number.until_days_ago)),
            amount=Decimal(number.wrong or number.amount),
            told_by=number.told_by,
            rests_on=RestsOn(number.rests_on),
            at=at,
        )

    def _correct(self, told: LookedTold, number: NumberTold, *, at: datetime) -> None:
        since = self.course.now.astimezone(UTC).date() - timedelta(days=number.since_days_ago)
        entered = self._of(told).series.order_by("-number")[0].entries.filter(since=since).order_by("-pk")[0]
        correct(
            by=self._by,
            entry=entered,
            amount=Decimal(number.amount),
            told_by=number.told_by,
            rests_on=RestsOn(number.rests_on),
            why=number.why,
            at=at,
        )

    def _expect(self, told: LookedTold, expected: ExpectedTold, *, at: datetime) -> None:
        expect(
            by=self._by,
            indicator=self._of(told),
            words=expected.words,
            agreed_with=expected.agreed_with,
            agreed_on=at.astimezone(UTC).date(),
            at=at,
        )

    def _ask(self, told: LookedTold, pulse: PulseTold, *, at: datetime) -> None:
        ask(by=self._by, indicator=self._of(told), until=at.astimezone(UTC).date() + timedelta(days=pulse.days), at=at)

    def _answer(self, told: LookedTold, pulse: PulseTold, *, at: datetime) -> None:
        """Those who have been here longest say how far it is true."""
        opened = (
            Pulse.objects.open_at(at).filter(indicator=self._of(told)).select_related("indicator__community").first()
        )
        here = Membership.objects.filter(
            community=self.course.community, standing__in=LASTING, person__claimed_at__isnull=False
        )
        rows = here.select_related("person").order_by("joined_at", "pk")[: len(pulse.numbers)]
        for row, number in zip(rows, pulse.numbers, strict=False):
            if opened is not None:
                answer(by=row.person, pulse=opened, number=number, at=at)

    def _tell(self, *, at: datetime) -> None:
        close_what_is_over(now=at)
        tell_what_is_over(now=at)

    def _put_aside(self, told: LookedTold, *, at: datetime) -> None:
        put_aside(by=self._by, indicator=self._of(told), at=at)

    def _keep(self, sense: SenseTold, *, at: datetime) -> None:
        decided = [(Decision.About(about), words) for about, words in sense.decided]
        on = at.astimezone(UTC).date()
        keep(by=self._by, community=self.course.community, on=on, seen=sense.seen, decided=decided, at=at)

    def _touch(self, *, at: datetime) -> None:
        """Each teller says what their steps are about; of a story that nobody told here nothing is tied."""
        about: dict[tuple[str, int], list[Indicator]] = {}
        for one in self.told.looked:
            for named in one.touched:
                title, number = named.rsplit(": ", 1)
                about.setdefault((title, int(number)), []).append(self._of(one))
        steps = Step.objects.filter(story__community=self.course.community, story__withdrawal=None)
        for step in steps.select_related("story__community", "story__teller").order_by("story", "number"):
            indicators = about.get((step.story.title, step.number))
            if indicators and step.story.teller is not None:
                touch(by=step.story.teller, step=step, indicators=indicators, at=at)
