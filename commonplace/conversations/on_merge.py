"""What becomes of conversations when two persons turn out to be one, or two topics one word."""

from django.db.models import Q

from commonplace.communities.models import Topic
from commonplace.conversations.actions.counters import recount, recount_thanks
from commonplace.conversations.actions.indexing import forget_merged_topics, index_conversation, topic_entries_of
from commonplace.conversations.models import Conversation, MeToo, Post, Thanks
from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.search import index
from commonplace.store.locks import lock


def keep_still(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Nobody says anything meanwhile where either of the two has opened, answered or been had too."""
    both = (kept, other)
    wrote = Post.objects.filter(author__in=both).values("conversation")
    said = MeToo.objects.filter(person__in=both).values("conversation")
    lock(Conversation.objects.filter(Q(author__in=both) | Q(pk__in=wrote) | Q(pk__in=said)))
    thanked = Thanks.objects.filter(person__in=both).values("post")
    lock(Post.objects.filter(Q(author__in=both) | Q(pk__in=thanked)).only("pk"))


def recount_after(kept: Person, other: Person, way_back: WayBack) -> None:
    """Nobody thanks themselves, has their own question too, or answers themselves; counts follow."""
    for own in (
        Thanks.objects.filter(person=kept, post__author=kept),
        MeToo.objects.filter(person=kept, conversation__author=kept),
    ):
        way_back.going(own)
        own.delete()
    count_anew(kept)


def count_anew(*persons: Person) -> None:
    """Thanks, replies and "me too" where any of these said something."""
    thanked = Thanks.objects.filter(person__in=persons).values_list("post", flat=True)
    written = Post.objects.filter(author__in=persons)
    recount_thanks({*thanked, *written.values_list("pk", flat=True)})
    said = MeToo.objects.filter(person__in=persons).values_list("conversation", flat=True)
    recount({*said, *written.values_list("conversation", flat=True)})


def index_after(topic: Topic) -> None:
    """Have search know the conversations under a topic by its present name."""
    forget_merged_topics(topic)
    index.keep(topic_entries_of([topic.pk]))
    for conversation in Conversation.objects.filter(topics=topic, merged_into=None):
        index_conversation(conversation)
