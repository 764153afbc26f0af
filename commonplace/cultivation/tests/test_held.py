"""What is held back was not said: it answers nobody, breaks no silence and counts in no reading until it is let go."""

from datetime import timedelta

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.moderation.actions import hold, release
from commonplace.communities.readers import catch_up
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.cultivation.beats import beats_of
from commonplace.cultivation.reading import read


def test_a_held_reply_answers_nobody_until_it_is_let_go(stick, table, rosa, hal, tomasz, now) -> None:
    asked, said = now - timedelta(days=5), now - timedelta(days=4)
    talk = open_conversation(by=hal, space=table, kind="question", title="Where is the seal?", text="Where?", at=asked)
    advert = reply(by=tomasz, conversation=talk, text="Buy our seals", at=said)

    def waits() -> tuple[bool, list[int], set[str]]:
        """In the list of those who wait, in the rhythm, and what Tomasz was seen to do."""
        rhythm = read(stick, now=now).rhythm
        seen = deeds_in_force().filter(person=tomasz).exclude(verb="joined")
        return (
            Conversation.objects.visible_to(hal).unanswered().filter(pk=talk.pk).exists(),
            [one.conversation_id for one in rhythm.waiting],
            set(seen.values_list("verb", flat=True)),
        )

    assert waits() == (False, [], {"replied"})
    held = hold(by=rosa, kind="post", object_id=advert.pk, community=stick, why="An advert")
    assert waits() == (True, [talk.pk], set())
    talk.refresh_from_db()
    assert (talk.post_count, talk.last_post_at) == (1, asked)
    release(by=rosa, hold=held, why="They were asked to say it")
    assert waits() == (False, [], {"replied"})
    talk.refresh_from_db()
    assert (talk.post_count, talk.first_reply_at, talk.last_post_at) == (2, said, said)


def test_a_conversation_held_whole_waits_for_nobody(stick, table, rosa, hal, now) -> None:
    talk = open_conversation(
        by=hal, space=table, kind="question", title="Seals", text="Buy", at=now - timedelta(days=1)
    )
    held = hold(by=rosa, kind="conversation", object_id=talk.pk, community=stick, why="An advert")
    assert (read(stick, now=now).rhythm.waiting, catch_up("beats") > 0) == ((), True)
    release(by=rosa, hold=held, why="It was a question after all")
    assert [one.conversation_id for one in read(stick, now=now).rhythm.waiting] == [talk.pk]
    catch_up("beats")
    beats = beats_of(stick, on=now.date())
    assert sum(week.get("opened", 0) for week in beats.values()) == 1
