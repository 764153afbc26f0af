"""Who may do what with a story: its teller everything, whoever writes it down what nobody has confirmed yet."""

from __future__ import annotations

from datetime import datetime

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.stories.models import Story


class NotAMember(ValueError):
    """Members tell stories; a guest is here for one thing."""


class NotTheirs(ValueError):
    """Only its teller does this, or whoever writes it down while it is not confirmed."""


class IsWithdrawn(ValueError):
    """Its teller took the story back; they can bring it back first."""


def require_member(person: Person, community: Community, *, at: datetime) -> None:
    """Raises NotAMember for guests and whoever is not here."""
    standing = standing_of(person, community, now=at)
    if standing is None or standing.is_guest:
        raise NotAMember(person.pk)


def held(story: Story) -> Story:
    """The story as it stands, kept to this transaction, the community first; raises NotTheirs where it is gone."""
    ledger.changed([story.community_id])
    rows = lock(Story.objects.filter(pk=story.pk))
    if not rows:
        raise NotTheirs(story.pk)
    rows[0].community = story.community
    return rows[0]


def require_teller(person: Person, story: Story) -> None:
    """Raises NotTheirs for everybody else."""
    if story.teller_id != person.pk:
        raise NotTheirs(person.pk)


def require_standing(story: Story) -> None:
    """Raises IsWithdrawn."""
    if story.is_withdrawn:
        raise IsWithdrawn(story.pk)
