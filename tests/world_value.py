"""What random worlds are worth: something that is looked at, a number that rests on few, and what was made of it."""

from datetime import date
from decimal import Decimal

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.value.actions.entering import enter
from commonplace.value.actions.sense import keep
from commonplace.value.models import Decision, RestsOn
from tests.furnished_value import taken_up


def valued_in(row: Community, number: str, founder: Person) -> None:
    """The founder takes it up; everyone inside reads it, and stewards alone what rests on few."""
    looked = taken_up(founder, row, f"zqlooked{number}x", unit="hours")
    given = {"since": date(2026, 1, 1), "until": date(2026, 1, 31), "rests_on": RestsOn.FEW}
    enter(by=founder, indicator=looked, amount=Decimal("3"), told_by=f"zqfew{number}x", **given)
    decided = [(Decision.About.AGENDA, f"zqdecided{number}x")]
    keep(by=founder, community=row, on=date(2026, 2, 1), seen=f"zqseen{number}x", decided=decided)
