"""Weeks of a community in which some ask candidly: who comes when, what they read, say and draw, by real requests.

Who asked what is known here and nowhere else (`Life.truth`). With `leaks` somebody betrays them, one row at a time.
"""

import heapq
import random
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.test import Client

from bench.candid_clock import Clock
from bench.candid_leaks import Leaks
from commonplace.attention.actions.reading import blur_marks
from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.actions.mixing import mix_draws
from commonplace.candour.actions.saying import DAY
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import CandourKey
from commonplace.candour.months import after, before, month_of
from commonplace.candour.queries import MODULE, TOKENS
from commonplace.candour.tests.saying import Speaker
from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation
from commonplace.lib.blind_signatures import blind, finalize, prepare, read
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.people.sessions import blur_sessions
from commonplace.store.due import do_due
from commonplace.store.wiping import wipe

# In February they ask, and it ends before the house forgets who drew in January: nobody could be judged after that.
BEGINS, ENDS = datetime(2026, 1, 19, 4, tzinfo=UTC), datetime(2026, 2, 28, 4, tzinfo=UTC)
LONGEST = 8  # weeks
HERE = "/c/stick"
WORDS = "the valve sings at night and nobody knows which street it is until the pressure falls".split()
NIGHT = time(3, 20)
PASSPHRASE = "a leak is a sound first"
HOURS = [1, 1, 1, 2, 4, 6, 6, 5, 4, 5, 6, 6, 5, 4, 5, 7, 6, 3]  # how many come in each hour from six in the morning


@dataclass
class Member:
    """Somebody with a browser, which keeps tokens and is signed in."""

    person: Person
    place: int
    often: float  # the chance that they come on a day
    client: Client = field(default_factory=Client)
    tokens: dict[str, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    in_until: datetime = ENDS - timedelta(weeks=LONGEST)  # as their browser was told when they signed in

    @property
    def login(self) -> str:
        return f"m{self.place}@example.org"

    @property
    def address(self) -> str:
        return f"10.7.{self.place // 250}.{self.place % 250 + 1}"


@dataclass(frozen=True)
class Seen:
    """A line of a proxy's log."""

    at: datetime
    address: str
    path: str


class Life:
    """The community, its weeks, and what was seen of them from outside."""

    def __init__(
        self, *, members: int, weeks: int, posts: int, seed: int, leaks: Leaks | None, reads: int, seldom: int,
        later: bool,
    ) -> None:  # fmt: skip
        self.later = later
        self.begins = min(BEGINS, ENDS - timedelta(weeks=weeks))
        self.dice, self.clock, self.leaks = random.Random(seed), Clock(self.begins), leaks  # nosec B311
        self.reads, self.seldom = reads, seldom
        self.ends, self.posts = self.begins + timedelta(weeks=weeks), posts
        self.truth: dict[str, int] = {}
        self.hours: set[datetime] = set()
        self.log: list[Seen] = []
        self.waits: list[tuple[datetime, int, Iterator[float]]] = []
        self.clock.rule()
        if leaks:
            leaks.begin()
        self._settle(members)

    def _settle(self, members: int) -> None:
        past = self.begins - timedelta(days=200)
        people = [
            register(name=f"Person {n}", address=f"m{n}@example.org", is_confirmed=True, password=PASSPHRASE)
            for n in range(members)
        ]
        self.stick: Community = found(
            by=people[0], name="The Listening Stick", slug="stick", visibility=Visibility.LISTED, at=past
        )
        self.stick.modules = [*self.stick.modules, MODULE]
        self.stick.save(update_fields=["modules"])
        for one in people[1:]:
            admit(person=one, community=self.stick, at=past + timedelta(hours=one.pk))
        self.members = [Member(one, n, self.dice.betavariate(1.6, 2.6)) for n, one in enumerate(people)]
        keep_keys(now=self.clock.now)

    def live(self) -> None:
        """From the first day to the last; each thing in its turn, the worker at the hour where something waits."""
        self._plan()
        while self.waits:
            at, order, going = heapq.heappop(self.waits)
            self.clock.move_to(at)
            for seconds in going:
                heapq.heappush(self.waits, (self.clock.now + timedelta(seconds=seconds), order, going))
                break

    def _at(self, moment: datetime, going: Iterator[float]) -> None:
        heapq.heappush(self.waits, (moment, self.dice.getrandbits(60), going))

    def _plan(self) -> None:
        days = [self.begins.date() + timedelta(days=n) for n in range((self.ends - self.begins).days)]
        asked = [day for day in days if day >= after(month_of(self.begins))]
        comes: dict[tuple[int, object], list[int]] = {}
        for member in self.members:
            # Each is there once before the month ends, and so has drawn.
            comes[member.place, self.dice.choice(days[:7])] = []
            for day in days:
                if self.dice.random() < member.often:
                    comes.setdefault((member.place, day), [])
        # Three in five seldom come, and came to ask: it is their first page in that month, so they draw just before.
        first = {one.place: self.dice.choice(asked) for one in self.dice.sample(self.members, self.posts * 3 // 5)}
        for place, day in first.items():
            for other in days:
                if other.month == day.month and other < day:
                    comes.pop((place, other), None)
            comes.setdefault((place, day), []).append(place)
        for nth in range(self.posts - len(first)):
            place = self.dice.choice(self.members).place
            day = self.dice.choice([day for day in asked if day >= first.get(place, day)])
            comes.setdefault((place, day), []).append(nth)
        for (place, day), questions in comes.items():
            hour = self.dice.choices(range(6, 24), HOURS)[0]
            moment = datetime.combine(day, time(hour), UTC) + timedelta(seconds=self.dice.randrange(3600))
            self._at(moment, self._visit(self.members[place], questions))
        for day in days:
            self._at(datetime.combine(day, NIGHT, UTC), self._night(day.toordinal() % self.seldom == 0))

    def _hour(self) -> Iterator[float]:
        """What the worker does of candour; the rest of it is done at night."""
        write_what_waits(now=self.clock.now)
        yield from self._wiped()

    def _wiped(self) -> Iterator[float]:
        wipe(now=self.clock.now)
        if self.leaks:
            self.leaks.written(self.truth)
        yield from ()

    def _night(self, is_whole: bool) -> Iterator[float]:
        if is_whole:
            do_due(now=self.clock.now)
        else:
            for work in (keep_keys, mix_draws, blur_marks, blur_sessions):
                work(now=self.clock.now)
        yield from self._wiped()

    def _get(self, member: Member, path: str, **sent: str) -> object:
        self.log.append(Seen(self.clock.now, member.address, path))
        ask = member.client.post if sent else member.client.get
        answer = ask(path, sent or None, REMOTE_ADDR=member.address)
        assert answer.status_code < 400, (path, answer.status_code, answer.content[:300])
        return answer

    def _visit(self, member: Member, questions: list[int]) -> Iterator[float]:
        if member.in_until <= self.clock.now:
            # A browser forgets by then; the house keeps the session until its day is over, and would not begin another.
            member.client.cookies.clear()
            came = self._get(member, "/account/login/", login=member.login, password=PASSPHRASE, remember="on")
            assert came.status_code == 302, (came.status_code, came.content, came.headers)
            member.in_until = self.clock.now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            yield self.dice.uniform(1, 9)
        self._get(member, f"{HERE}/")
        yield self.dice.uniform(1, 4)
        self._draw(member)
        yield self.dice.uniform(3, 90)
        for _page in range(self.dice.randint(1, self.reads)):
            talk = self._some_talk(member)
            if talk is None:
                break
            self._read(member, talk)
            yield self.dice.uniform(10, 200)
            if self.dice.random() < 0.12:
                self._get(member, f"{HERE}/conversations/{talk}/posts", text=self._words())
                yield self.dice.uniform(5, 40)
        for _nth in questions:
            yield from self._ask(member)
        if self.dice.random() < 0.08 or not Conversation.objects.exists():
            said = {"kind": "question", "space": "table", "title": self._words()[:60], "text": self._words()}
            self._get(member, f"{HERE}/conversations/new", **said)

    def _some_talk(self, member: Member) -> int | None:
        latest = (
            Conversation.objects.visible_to(member.person).order_by("-last_post_at").values_list("pk", flat=True)[:12]
        )
        return self.dice.choice(list(latest)) if latest else None

    def _read(self, member: Member, talk: int) -> None:
        self._get(member, f"{HERE}/conversations/{talk}/")
        if self.leaks:
            self.leaks.read(person=member.person.pk, conversation=talk, at=self.clock.now)

    def _words(self) -> str:
        return " ".join(self.dice.choices(WORDS, k=12)).capitalize() + "."

    def _draw(self, member: Member) -> None:
        month = month_of(self.clock.now)
        if month.isoformat() in member.tokens:
            return
        key = CandourKey.objects.get(community=self.stick, month=month)
        public = read(b64decode(key.public))
        prepared = [prepare(self.dice.randbytes(32)) for _ in range(TOKENS)]
        blinded = [blind(public, one) for one in prepared]
        asked = " ".join(b64encode(one.message).decode() for one in blinded)
        answer = self._get(member, f"{HERE}/candour/draw", key=key.fingerprint, blinded=asked)
        along = zip(prepared, answer.json()["signed"], blinded, strict=True)
        member.tokens[month.isoformat()] = [
            (one, finalize(public, one, b64decode(signed), hidden.inverse)) for one, signed, hidden in along
        ]
        if self.leaks:
            self.leaks.drew(person=member.person.pk, key=key.pk, at=self.clock.now)

    def _ask(self, member: Member) -> Iterator[float]:
        """On the page for it, and then without a session, by a token of the month before."""
        tokens = member.tokens.get(before(month_of(self.clock.now)).isoformat(), [])
        if not tokens:
            return
        talk = self._some_talk(member) if self.dice.random() < 0.4 else None
        self._get(member, f"{HERE}/candour/ask" + (f"?in={talk}" if talk else ""))
        yield self.dice.uniform(60, 500)
        where = {"conversation": talk} if talk else {"space": "table", "kind": "problem", "title": self._words()[:60]}
        path = f"{HERE}/candour/say"
        self.log.append(Seen(self.clock.now, member.address, path))
        answer = Client().post(
            path,
            Speaker().request(tokens.pop(), **where, text=self._words(), later=self.later),
            REMOTE_ADDR=member.address,
        )
        assert answer.status_code == 200, answer.content
        self.truth[answer.json()["sign"]] = member.person.pk
        if self.leaks:
            self.leaks.asked(person=member.person.pk, to=member.login, at=self.clock.now)
        hour = self.clock.now.replace(minute=0, second=0, microsecond=0)
        for nth in range(DAY if self.later else 1):
            at = hour + timedelta(hours=nth + 1)
            if at not in self.hours:  # the worker comes once in an hour, for all who wait
                self.hours.add(at)
                self._at(at, self._hour())
        yield self.dice.uniform(5, 60)
