"""Of the furnished house: a role that passes on, with a brief and a note for whoever comes next."""

from __future__ import annotations

from django.utils import timezone

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Membership, Role
from commonplace.communities.roles.actions import brief, hand_over
from commonplace.people.models import Person


def role_passed_on(by: Person, holder: Membership, name: str) -> Role:
    """A role that began today, held by someone who wrote down what they learned."""
    role = appoint(by=by, membership=holder, name=name, since=timezone.localdate(), until=None)
    brief(by=by, community=holder.community, name=name, words=f"What a {name} is for.")
    hand_over(by=holder.person, role=role, words=f"What a {name} learns.")
    return role
