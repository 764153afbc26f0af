"""What becomes of counts and deeds when a post or a whole conversation is held back, or let go again."""

from commonplace.communities.actions.moderating import when_held_or_released
from commonplace.conversations.actions.deeds import weigh
from commonplace.conversations.actions.placing import recount
from commonplace.conversations.models import Post


def weigh_again(kind: str, object_id: int) -> None:
    """What is held answers nobody and was not said; what is let go was said when it was."""
    of = {"post": "pk", "conversation": "conversation"}.get(kind)
    if of is None:
        return
    posts = dict(Post.objects.filter(**{of: object_id}).values_list("pk", "conversation"))
    weigh(posts)
    recount(set(posts.values()))


when_held_or_released(weigh_again)
