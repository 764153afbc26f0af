"""The conversations of a story: opened, answered, thanked for, settled, used, closed and thought worth attention."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.communities.moderation.actions import flag, hold
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify, say_me_too, thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome
from commonplace.conversations.actions.translating import translate
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Post
from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling import AgainTold, ConversationTold, OutcomeTold, ReplyTold, WordTold
from commonplace.files.actions import keep_bytes

# Kinds that give something: what people tell of later is what they did with the opening itself.
GIVEN = (Kind.TIP, Kind.OFFER, Kind.POINTER)


class Talking:
    """Plans every conversation into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.joined_at = {one.key: course.ago(one.joined_days_ago) for one in course.story.people}

    def plan(self) -> None:
        for told in self.course.story.conversations:
            self._plan(told)

    def _plan(self, told: ConversationTold) -> None:
        course, opened_at = self.course, self.course.ago(told.days_ago)

        def after(hours: float) -> datetime:
            return opened_at + timedelta(hours=hours)

        course.plan(opened_at, self._open, told)
        for who in told.me_too:
            at = self._present(who, soon_after(opened_at, told.key, who, "too", hours=(1, 40)))
            course.plan(at, self._say_me_too, told, who)
        for place, answer in enumerate(told.replies):
            replied_at = after(answer.after_hours)
            course.plan(replied_at, self._reply, told, answer)
            for who in answer.thanks:
                at = self._present(who, soon_after(replied_at, told.key, place, who, hours=(0.2, 30)))
                course.plan(at, self._thank, told, place, who)
            if answer.flagged:
                course.plan(after(answer.flagged.after_hours), self._flag, told, place, answer.flagged)
            if answer.held:
                course.plan(after(answer.held.after_hours), self._hold, told, place, answer.held)
            if answer.settled_after_hours is not None:
                course.plan(max(after(answer.settled_after_hours), replied_at), self._settle, told, place)
        for outcome in told.outcomes:
            course.plan(after(outcome.after_hours), self._tell_outcome, told, outcome)
        for again in told.again:
            course.plan(after(again.after_hours), self._say_again, told, again)
        if told.amplified:
            course.plan(after(told.amplified.after_hours), self._amplify, told, told.amplified)
        if told.closed:
            course.plan(after(told.closed.after_hours), self._close, told, told.closed)

    def _present(self, who: str, at: datetime) -> datetime:
        """The moment, or, for whoever had not come in yet, their first days."""
        joined_at = self.joined_at[who]
        return at if at > joined_at else soon_after(joined_at, who, at, hours=(2, 60))

    def _open(self, told: ConversationTold, *, at: datetime) -> None:
        conversation = open_conversation(
            by=self.course.persons[told.by],
            space=self.course.spaces[told.space],
            kind=told.kind,
            title=told.title,
            text=told.text,
            topics=told.topics,
            is_half_baked=told.is_half_baked,
            idempotency_key=f"demo:{told.key}",
            at=at,
        )
        self.course.conversations[told.key] = conversation
        self.course.posts[told.key] = [conversation.posts.get(number=1)]

    def _reply(self, told: ConversationTold, answer: ReplyTold, *, at: datetime) -> None:
        posts = self.course.posts[told.key]
        post = reply(
            by=self.course.persons[answer.by],
            conversation=self.course.conversations[told.key],
            text=answer.text,
            reply_to=None if answer.to is None else posts[answer.to + 1],
            attachments=[
                Enclosure(
                    keep_bytes(name=one.name, data=one.data, account=self.course.community.pk, at=at),
                    description=one.description,
                )
                for one in answer.pictures
            ],
            at=at,
        )
        posts.append(post)

    def _say_again(self, told: ConversationTold, again: AgainTold, *, at: datetime) -> None:
        translate(
            by=self.course.persons[again.by],
            post=self.course.posts[told.key][again.post - 1],
            language=again.language,
            out_of=again.out_of,
            title=again.title,
            text=again.text,
            number=1,
            at=at,
        )

    def _say_me_too(self, told: ConversationTold, who: str, *, at: datetime) -> None:
        say_me_too(by=self.course.persons[who], conversation=self.course.conversations[told.key], at=at)

    def _thank(self, told: ConversationTold, place: int, who: str, *, at: datetime) -> None:
        thank(by=self.course.persons[who], post=self.course.posts[told.key][place + 1], at=at)

    def _flag(self, told: ConversationTold, place: int, word: WordTold, *, at: datetime) -> None:
        post, by = self.course.posts[told.key][place + 1], self.course.persons[word.by]
        flag(by=by, kind="post", object_id=post.pk, community=self.course.community, why=word.why, at=at)

    def _hold(self, told: ConversationTold, place: int, word: WordTold, *, at: datetime) -> None:
        post, by = self.course.posts[told.key][place + 1], self.course.persons[word.by]
        hold(by=by, kind="post", object_id=post.pk, community=self.course.community, why=word.why, at=at)

    def _settle(self, told: ConversationTold, place: int, *, at: datetime) -> None:
        settle(by=self.course.persons[told.by], post=self.course.posts[told.key][place + 1], at=at)

    def _tell_outcome(self, told: ConversationTold, outcome: OutcomeTold, *, at: datetime) -> None:
        tell_outcome(
            by=self.course.persons[outcome.by],
            post=self._used(told, outcome),
            how=outcome.how,
            text=outcome.text,
            at=at,
        )

    def _used(self, told: ConversationTold, outcome: OutcomeTold) -> Post:
        """What someone used: the answer that settled it, the one they replied to, the opening where it gave something,
        else the answer by another that most people had thanked for."""
        posts = self.course.posts[told.key]
        said = told.replies[: len(posts) - 1]
        for place, answer in enumerate(said):
            if answer.settled_after_hours is not None:
                return posts[place + 1]
        for answer in reversed(said):
            if answer.by == outcome.by and answer.to is not None and said[answer.to].by != outcome.by:
                return posts[answer.to + 1]
        others = [place for place, answer in enumerate(said) if answer.by != outcome.by]
        if not others or (told.kind in GIVEN and told.by != outcome.by):
            return posts[0]
        return posts[max(others, key=lambda place: len(said[place].thanks)) + 1]

    def _amplify(self, told: ConversationTold, word: WordTold, *, at: datetime) -> None:
        amplify(by=self.course.persons[word.by], conversation=self.course.conversations[told.key], why=word.why, at=at)

    def _close(self, told: ConversationTold, word: WordTold, *, at: datetime) -> None:
        close(by=self.course.persons[word.by], conversation=self.course.conversations[told.key], why=word.why, at=at)
