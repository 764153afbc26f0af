"""What a furnished house is worth: numbers of each kind, one corrected, a sentence that is asked, and a story."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.stories.models import Audience, Release, Step, Story
from commonplace.value.actions.asking_by_letter import write_pulse
from commonplace.value.actions.entering import correct, enter, expect
from commonplace.value.actions.indicators import Looked, begin, new_unit, pick, put_aside
from commonplace.value.actions.pulses import answer, ask, close
from commonplace.value.actions.sense import keep
from commonplace.value.actions.touching import touch
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.models import Decision, Indicator, Pulse, RestsOn
from commonplace.value.module import MODULE


def valued(steward: Person, member: Person, community: Community, long: str) -> dict[str, list[object]]:
    """What addresses name of it, by their words."""
    community.modules = [*dict.fromkeys([*community.modules, MODULE])]
    community.save(update_fields=["modules"])
    hours = taken_up(steward, community, f"Hours {long}", unit=f"hours {long}"[:40])
    given = {"since": date(2026, 1, 1), "until": date(2026, 3, 31), "rests_on": RestsOn.THINGS}
    wrong = enter(by=steward, indicator=hours, amount=Decimal("1212.5"), told_by=f"Measured {long}", **given)
    said = {"amount": Decimal("121.25"), "told_by": f"Read anew {long}", "rests_on": RestsOn.THINGS}
    right = correct(by=steward, entry=wrong, why=f"A nought too many. {long}", **said)
    expect(by=steward, indicator=hours, words=f"More {long}", agreed_with=long, agreed_on=date(2026, 1, 10))
    new_unit(by=steward, indicator=hours, unit="days", note=f"They count days now. {long}")
    days = enter(by=steward, indicator=hours, amount=Decimal("3"), told_by="Measured", **given)
    counted = pick(by=steward, community=community, code="expertise")
    asked = taken_up(steward, community, "Worth my hour", question=f"The hour was worth it. {long}")
    following = taken_up(steward, community, "Surer", question="It made me surer.")
    until = (timezone.now() + timedelta(days=9)).date()
    over = ask(by=steward, indicator=asked, until=until)
    close(by=steward, pulse=over)
    opened: Pulse = ask(by=steward, indicator=following, until=until)
    answer(by=member, pulse=opened, number=4)
    aside = taken_up(steward, community, "Visits", unit="visits")
    put_aside(by=steward, indicator=aside)
    decided = [(about, f"{about.label}: {long}") for about in Decision.About]
    sense = keep(by=steward, community=community, on=date(2026, 4, 1), seen=f"Much was told. {long}", decided=decided)
    story = told(member, community, f"The Sunday shift {long}", [hours, counted])
    return {
        "indicators": [hours.pk, counted.pk, asked.pk, aside.pk],
        "numbers": [right.pk, days.pk],
        "pulses": [opened.pk, over.pk],
        "sense": [sense.pk],
        "decided": [one.pk for one in sense.decisions.order_by("pk")],
        "threads": [story.pk],
    }


def taken_up(steward: Person, community: Community, name: str, **how: str) -> Indicator:
    """Something to look at, of what difference it made."""
    looked = Looked(name[:120], Cycle.REALIZED, Horizon.SHORT, Whose.ORGANISATION, **how)
    return begin(by=steward, community=community, looked=looked)


def told(teller: Person, community: Community, title: str, about: list[Indicator]) -> Story:
    """A story of one step that members may read, with its thread."""
    story = Story.objects.create(community=community, teller=teller, written_by=teller, title=title)
    step = Step.objects.create(
        story=story,
        number=1,
        cycle=Cycle.REALIZED,
        words="We moved a shift.",
        html="<p>We moved a shift.</p>",
        written_by=teller,
        confirmed_at=story.begun_at,
    )
    Release.objects.create(step=step, audience=Audience.MEMBERS, by=teller)
    touch(by=teller, step=step, indicators=about)
    return story


def pulse_written_to(place: Community, person: Person, steward: Person) -> None:
    """The letter that puts a sentence to somebody."""
    asked = taken_up(steward, place, "Fun", question="I like being here.")
    pulse = ask(by=steward, indicator=asked, until=(timezone.now() + timedelta(days=9)).date())
    write_pulse(pulse, person, at=timezone.now())
