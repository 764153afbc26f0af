"""The gatherings of a story: called together, answered, held; and those that lie ahead, the next a few days away."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from commonplace.demo.events import Course, soon_after
from commonplace.demo.forming import Formed
from commonplace.demo.telling import GatheringTold
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.polling import ask_when, say_when
from commonplace.gatherings.actions.serial import begin_series, make_dates
from commonplace.gatherings.models import Answer, Gathering
from commonplace.leadership.actions.carrying import carry
from commonplace.leadership.groups import Group
from commonplace.lib.protocol_clock import Act
from commonplace.lib.zones import moment, wall_at
from commonplace.protocols.actions.following import follow
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.asking import say_what_came, wish
from commonplace.runs.actions.noting import note
from commonplace.runs.actions.stepping import start, step
from commonplace.runs.models import Captured, Run

CONFIRMED_AFTER = timedelta(hours=3)
CALLED_OFF_BEFORE = timedelta(days=5)
ASKED_AFTER = timedelta(days=30)


class Gathered:
    """Plans every gathering into the course of its community."""

    def __init__(self, course: Course, forms: Formed) -> None:
        self.course = course
        self.forms = forms
        self.made: dict[str, Gathering] = {}
        self.lines: dict[tuple[str, int], Captured] = {}

    def plan(self) -> None:
        for told in self.course.story.gatherings:
            self._plan(told)

    def _plan(self, told: GatheringTold) -> None:
        course, wall = self.course, self._wall(told)
        day = course.ago(told.days_ago)
        called_at = day - timedelta(days=told.called_before)
        if told.times:
            course.plan(called_at, self._ask_when, told, wall)
            for who in told.can:
                course.plan(soon_after(called_at, told.key, who, hours=(1, 40)), self._say_when, told, who)
            return
        course.plan(called_at, self._call, told, wall)
        for who in (*told.came, *told.said_yes):
            course.plan(soon_after(called_at, told.key, who, hours=(2, 200)), self._say, told, who, "yes")
        for who in told.said_maybe:
            course.plan(soon_after(called_at, told.key, who, hours=(2, 200)), self._say, told, who, "maybe")
        for who, words in told.cannot.items():
            course.plan(soon_after(called_at, told.key, who, hours=(2, 200)), self._say, told, who, "no", words)
        for who in told.parts:
            course.plan(soon_after(called_at, told.key, who, hours=(201, 230)), self._carry, told, who)
        if told.kept:
            course.plan(moment(wall, told.zone), self._run, told)
            for wished in told.wishes:
                course.plan(
                    soon_after(self._over(told, wall), told.key, wished[0], hours=(2, 40)), self._wish, told, wished
                )
            for what_came in told.came_of:
                course.plan(self._over(told, wall) + ASKED_AFTER, self._came, told, what_came)
        if told.days_ago > 1:
            course.plan(self._over(told, wall), self._confirm, told)
        every = timedelta(weeks=told.weeks)
        for number, came in enumerate(told.again, start=1):
            if came:
                course.plan(self._over(told, wall + number * every), self._confirm_again, told, number, came)
        for skipped, why in told.called_off.items():
            off_at = moment(wall + int(skipped) * every, told.zone) - CALLED_OFF_BEFORE
            course.plan(off_at, self._call_off, told, int(skipped), why)

    def over_at(self, told: GatheringTold) -> datetime:
        """When it was over, and who came was confirmed."""
        return self._over(told, self._wall(told))

    def _over(self, told: GatheringTold, wall: datetime) -> datetime:
        return moment(wall, told.zone) + timedelta(minutes=told.minutes) + CONFIRMED_AFTER

    def _wall(self, told: GatheringTold) -> datetime:
        """The day of the story, moved to the weekday on which such gatherings are, at their hour."""
        day = wall_at(self.course.ago(told.days_ago), told.zone).date()
        if told.weekday is not None:
            day += timedelta(days=(told.weekday - day.weekday()) % 7)
        return datetime.combine(day, time.fromisoformat(told.at))

    def _ask_when(self, told: GatheringTold, wall: datetime, *, at: datetime) -> None:
        walls = [
            datetime.combine(wall.date() + timedelta(days=days), time.fromisoformat(hour)) for days, hour in told.times
        ]
        by, space = self.course.persons[told.by], self.course.spaces[told.space]
        self.made[told.key] = ask_when(by=by, space=space, plan=self._planned(told, wall), walls=walls, at=at)

    def _say_when(self, told: GatheringTold, who: str, *, at: datetime) -> None:
        gathering, person = self.made[told.key], self.course.persons[who]
        times = gathering.poll.times.order_by("starts_at").values_list("pk", flat=True)
        can = {pk: said for pk, said in zip(times, told.can[who], strict=True) if said}
        say_when(gathering=gathering, person=person, can=can, comes_if_can=who in told.comes, at=at)

    def _planned(self, told: GatheringTold, wall: datetime) -> Plan:
        course = self.course
        return Plan(
            title=told.title,
            purpose=told.purpose,
            wall=wall,
            zone=told.zone,
            minutes=told.minutes,
            place=told.place,
            link=told.link,
            capacity=told.capacity,
            prepare=told.prepare,
            confidence=told.confidence,
            hosts=tuple((course.persons[who], part) for who, part in told.hosts.items()),
        )

    def _call(self, told: GatheringTold, wall: datetime, *, at: datetime) -> None:
        course, plan = self.course, self._planned(told, wall)
        by, space = course.persons[told.by], course.spaces[told.space]
        if told.rule:
            made = begin_series(by=by, space=space, plan=plan, rule=told.rule, at=at)
            assert made.series is not None
            # The demo may be looked at for long after it was sown: its dates go on a year from now.
            make_dates(series=made.series, now=course.now)
        else:
            made = convene(by=by, space=space, plan=plan, at=at)
        self.made[told.key] = made
        if told.protocol:
            follow(gathering=made, protocol=self.forms.named(told.protocol), by=by, goes_on=bool(told.rule), at=at)

    def _carry(self, told: GatheringTold, who: str, *, at: datetime) -> None:
        gathering = self.made[told.key]
        if at < gathering.ends_at:
            carry(by=self.course.persons[who], gathering=gathering, group=Group(told.parts[who]), at=at)

    def _run(self, told: GatheringTold, *, at: datetime) -> None:
        """It was run to its end, and these lines were kept."""
        run = start(gathering=self.made[told.key], by=self.course.persons[told.by], at=at)
        for minute, (phase, kind, who, words) in enumerate(told.kept, start=1):
            person, then = self.course.persons[who], at + timedelta(minutes=minute)
            ask_on = then.date() + ASKED_AFTER if kind == Capture.TAKEAWAY else None
            line = note(run=run, phase=phase, kind=Capture(kind), words=words, person=person, ask_on=ask_on, at=then)
            self.lines[told.key, minute] = line
        end = at + timedelta(minutes=told.minutes)
        step(run=run, act=Act.FINISH, number=2, by=self.course.persons[told.by], at=end)

    def _wish(self, told: GatheringTold, wished: tuple[str, str, str], *, at: datetime) -> None:
        who, stay, differ = wished
        run = Run.objects.select_related("gathering__community").get(gathering=self.made[told.key])
        for stays, words in ((True, stay), (False, differ)):
            if words:
                wish(run=run, by=self.course.persons[who], stays=stays, words=words, at=at)

    def _came(self, told: GatheringTold, came: tuple[int, str, str], *, at: datetime) -> None:
        place, how, words = came
        line = self.lines[told.key, place]
        assert line.by is not None
        say_what_came(captured=line, by=line.by, came=how, words=words, at=at)

    def _say(self, told: GatheringTold, who: str, says: str, words: str = "", *, at: datetime) -> None:
        gathering = self.made[told.key]
        if at < gathering.ends_at:
            answer(gathering=gathering, person=self.course.persons[who], says=says, words=words or None, at=at)

    def _confirm(self, told: GatheringTold, *, at: datetime) -> None:
        persons, gathering = self.course.persons, self.made[told.key]
        came = {persons[who].pk: Answer.Came.HERE.value for who in (told.by, *told.hosts, *told.came)}
        came |= {persons[who].pk: Answer.Came.PHONE.value for who in told.by_phone}
        came |= {persons[who].pk: Answer.Came.WALKED_IN.value for who in told.walked_in}
        came |= {persons[who].pk: Answer.Came.NOT.value for who in told.said_yes}
        confirm_attendance(
            by=persons[told.by], gathering=gathering, came=came, others=told.others, at=max(at, gathering.ends_at)
        )

    def _confirm_again(self, told: GatheringTold, number: int, came: tuple[str, ...], *, at: datetime) -> None:
        persons, gathering = self.course.persons, self._date(told, number)
        if at < gathering.ends_at:
            return
        there = {persons[who].pk: Answer.Came.WALKED_IN.value for who in came}
        confirm_attendance(by=persons[told.by], gathering=gathering, came=there, at=at)

    def _call_off(self, told: GatheringTold, number: int, why: str, *, at: datetime) -> None:
        call_off(by=self.course.persons[told.by], gathering=self._date(told, number), why=why, at=at)

    def _date(self, told: GatheringTold, number: int) -> Gathering:
        """The date of a series that follows its first one as the `number`th."""
        series = self.made[told.key].series
        assert series is not None
        return series.gatherings.select_related("community", "space").order_by("starts_at", "pk")[number]
