"""What becomes of the index when two persons turn out to be one."""

from commonplace.people.merging import when_merged
from commonplace.people.models import Person
from commonplace.search.index import drop


def forget_the_other(kept: Person, other: Person) -> None:
    """The name that is gone is found no more; what was written under it is found under the name that stays."""
    drop("person", [other.pk])


when_merged(forget_the_other)
