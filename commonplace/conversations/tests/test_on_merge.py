"""Two persons who turn out to be one did not thank, answer or agree with themselves."""

from commonplace.communities.models import Topic
from commonplace.communities.topics.actions import rename_topic
from commonplace.conversations.actions import reactions
from commonplace.conversations.models import Conversation, Post
from commonplace.people.merging import merge
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry


def test_counts_follow_when_two_persons_are_one(hal: Person, tomasz: Person, leila: Person, answered: Post) -> None:
    asked = answered.conversation
    reactions.thank(by=hal, post=answered)
    reactions.thank(by=leila, post=answered)
    reactions.say_me_too(by=tomasz, conversation=asked)
    merge(kept=hal, other=tomasz, why="one person with two addresses")
    answered.refresh_from_db()
    asked = Conversation.objects.get(pk=asked.pk)
    assert (answered.author, answered.thanks_count) == (hal, 1)
    assert (asked.me_too_count, asked.first_reply_at) == (0, None)


def test_search_knows_a_topic_by_its_new_name(ines: Person, asked: Conversation) -> None:
    topic = Topic.objects.get(slug="valves")
    rename_topic(by=ines, topic=topic, name="Gate valves")
    entry = SearchEntry.objects.get(kind="post", parent_id=asked.pk)
    assert "gate" in entry.title_words
