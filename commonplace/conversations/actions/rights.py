"""What belongs to an author, and to the stewards who tend the place."""

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person


class NotTheirs(PermissionError):
    """Only whoever wrote it, or a steward, may do this."""


def require_author_or_steward(by: Person, *, author_id: int | None, community: Community) -> None:
    """Raise NotTheirs unless `by` is the author or tends the community."""
    if by.pk == author_id:
        return
    require_steward(by, community=community)


def require_steward(by: Person, *, community: Community) -> None:
    """Raise NotTheirs unless `by` tends the community."""
    membership = standing_of(by, community)
    if membership is None or not membership.is_steward:
        raise NotTheirs(f"{by} does not tend {community}")
