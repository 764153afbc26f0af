"""Somebody asks under a sign: members draw, a token is shown, words wait and are written, as outside the demo.

The keys are the demo's own, made as it is sown; nobody keeps the other half of the sign.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from commonplace.candour.actions.drawing import draw
from commonplace.candour.actions.keeping import make
from commonplace.candour.actions.saying import Said, say
from commonplace.candour.actions.settling import settle
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import CandourKey
from commonplace.candour.months import before, month_of
from commonplace.candour.queries import ENOUGH, TOKENS
from commonplace.communities.models import Membership
from commonplace.communities.standing import LASTING
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.demo.events import Course
from commonplace.demo.telling_candour import AskedTold, SaidTold
from commonplace.lib.blind_signatures import blind, finalize, prepare, read
from commonplace.people.models import Person

DREW = ENOUGH + 2

type Tokens = list[tuple[bytes, bytes]]


class Candid:
    """Plans what is asked under signs into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.tokens: Tokens = []
        self.talks: dict[str, Conversation] = {}
        self.public = generate_private_key(SECP256R1()).public_key()

    def plan(self) -> None:
        for told in self.course.story.candour:
            asked_at = self.course.ago(told.days_ago)
            self.course.plan(asked_at, self._ask, told)
            for said in told.replies:
                self.course.plan(asked_at + timedelta(hours=said.after_hours), self._reply, told, said)
            self.course.plan(asked_at + timedelta(hours=told.settled_after_hours), self._settle, told)

    @property
    def _key(self) -> bytes:
        return self.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def _ask(self, told: AskedTold, *, at: datetime) -> None:
        self.tokens = self.tokens or self._drawn()
        sign = self._say(at, told.text, space="table", kind=told.kind, title=told.title)
        self.talks[told.title] = Conversation.objects.get(community=self.course.community, alias=sign)

    def _reply(self, told: AskedTold, said: SaidTold, *, at: datetime) -> None:
        talk = self.talks[told.title]
        if said.by:
            reply(by=self.course.persons[said.by], conversation=talk, text=said.text, at=at)
        else:
            self._say(at, said.text, conversation=talk.pk)

    def _settle(self, told: AskedTold, *, at: datetime) -> None:
        answer = self.talks[told.title].posts.get(number=told.settled_by + 2)
        settle(community=self.course.community, post=answer.pk, how=told.how, text=told.told, public=self._key)
        write_what_waits(now=at)

    def _say(self, at: datetime, text: str, *, conversation: int | None = None, **opening: str) -> str:
        """Say it as a browser does, and have it written at the moment of the story; the sign."""
        prepared, signature = self.tokens.pop()
        said = Said(
            space=opening.get("space", ""),
            kind=opening.get("kind", ""),
            title=opening.get("title", ""),
            text=text,
            conversation=conversation,
            public=self._key,
            asked=sha256(prepared).hexdigest(),
        )
        community, now = self.course.community, self.course.now
        sign = say(community=community, said=said, prepared=prepared, signature=signature, now=now)
        write_what_waits(now=at)
        return sign

    def _drawn(self) -> Tokens:
        """What one of those who drew last month has; that others drew too is what hides them."""
        month = before(month_of(self.course.now))
        make(community=self.course.community, month=month)
        key = CandourKey.objects.get(community=self.course.community, month=month)
        here = Membership.objects.filter(community=self.course.community, standing__in=LASTING)
        people = [one.person for one in here.select_related("person").order_by("pk")[:DREW]]
        first, *_others = [self._draw(key, one) for one in people]
        return first

    def _draw(self, key: CandourKey, person: Person) -> Tokens:
        public = read(b64decode(key.public))
        prepared: Sequence[bytes] = [prepare(bytes(32)) for _ in range(TOKENS)]
        blinded = [blind(public, one) for one in prepared]
        then = datetime.combine(key.month, datetime.min.time(), UTC)
        asked = [one.message for one in blinded]
        signed = draw(by=person, community=key.community, fingerprint=key.fingerprint, blinded=asked, now=then)
        along = zip(prepared, signed, blinded, strict=True)
        return [(one, finalize(public, one, answer, hidden.inverse)) for one, answer, hidden in along]
