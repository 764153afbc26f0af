"""Fills an empty database with a made-up house of a given number of posts, quickly and always the same.

Words follow Zipf's law, people write unequally, communities and conversations differ in size, and every post has its
deed and its place in the search index, as the actions would have written them. `facts.json` in the data folder then
names what the other scripts ask for: the pages, people who are signed in, a token.

    COMMONPLACE_DATA=/somewhere/empty python bench/fill.py --posts 5000
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")

import django

django.setup()

import numpy as np
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bench.language import Language
from bench.tables import Table, moment, reset
from bench.visitors import WRITERS, sign_in
from commonplace.communities.doors import Joining, SpaceVisibility, Visibility
from commonplace.communities.models import Community, Deed, Membership, Numbering, Space, SpaceSeat, Topic
from commonplace.communities.readers import read_on
from commonplace.communities.standing import Standing
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post, Settlement
from commonplace.house.cli.prepared import prepare
from commonplace.people.models import Person
from commonplace.search import catch_up as search
from commonplace.search.models import SearchEntry
from commonplace.search.words import stems

# Changes when what is filled changes, so that older fillings are not taken for these.
VERSION = 6
SPACES = (("table", SpaceVisibility.MEMBERS), ("window", SpaceVisibility.PUBLIC), ("circle", SpaceVisibility.GROUP))
# A small house is young rather than quiet: its pages are as full as those of a large one, so that they can be compared.
MOST_DAYS, FEWEST_DAYS, POSTS_A_DAY = 5 * 365, 180, 30
TARGET = 20
LONG = 2_000
TOPICS = 24


def _is_remembered(pk: int) -> bool:
    """Whether this person is a name of an archive, that nobody stands behind."""
    return pk > WRITERS and pk % 9 == 0


class House:
    """Everything that is made, in the order in which it is needed."""

    def __init__(self, posts: int) -> None:
        self.days = min(MOST_DAYS, max(FEWEST_DAYS, posts // POSTS_A_DAY))
        self.posts, self.dice, self.now = posts, np.random.default_rng(7), timezone.now().astimezone(UTC)
        self.language = Language(self.dice)
        self.deeds, self.deed = Table(Deed), 0

    def fill(self) -> dict[str, Any]:
        """Make it; the facts for the other scripts."""
        with transaction.atomic():
            self.make_people()
            self.make_communities()
            made = self.make_conversations()
            Numbering.objects.create(pk=1, last=self.deed)
            reset(
                Person,
                EmailAddress,
                Community,
                Space,
                Membership,
                Topic,
                Conversation,
                Post,
                Deed,
                SearchEntry,
                Settlement,
            )
        search.catch_up(now=timezone.now())
        while search.tidy():
            pass
        read_on()
        # PostgreSQL counts what it holds by itself, a while later; nobody counts for SQLite, in no house.
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        return {"version": VERSION, "posts": self.posts, **made, **sign_in(self.members[0], self.language, self.dice)}

    def make_people(self) -> None:
        number = max(WRITERS * 2, self.posts // 50)
        table, addresses = Table(Person), Table(EmailAddress)
        for pk in range(1, number + 1):
            first, last = self.word(), self.word()
            joined = moment(self.now - timedelta(days=int(self.dice.integers(40, self.days))))
            table.add(
                id=pk,
                name=f"{first.capitalize()} {last.capitalize()}",
                password="!",  # nosec B106  # opens nothing
                joined_at=joined,
                craft=self.title(3),
                claimed_at=None if _is_remembered(pk) else joined,
                changed_at=joined,
            )
            if not _is_remembered(pk):
                address = f"person-{pk}@example.org"
                addresses.add(id=pk, user_id=pk, email=address, verified=True, primary=True)
        table.write()
        addresses.write()
        self.people = number

    def make_communities(self) -> None:
        """The first has half of the people and of the posts, the next a quarter, and so on."""
        number = 6
        self.members: list[np.ndarray] = []
        spaces, standings, topics, people = Table(Space), Table(Membership), Table(Topic), np.arange(1, self.people + 1)
        founded = moment(self.now - timedelta(days=self.days + 30))
        for pk in range(1, number + 1):
            count = max(WRITERS, self.people >> pk)
            chosen = people[:count] if pk == 1 else self.dice.choice(people, size=count, replace=False)
            self.members.append(chosen)
            Community.objects.create(
                pk=pk,
                slug=f"house-{pk}",
                name=self.title(2),
                domain=self.title(6),
                community=self.title(5),
                practice=self.title(5),
                visibility=Visibility.PUBLIC if pk < 4 else Visibility.LISTED,
                joining=Joining.OPEN,
                stage="maturing",
                founded_at=self.now - timedelta(days=self.days + 30),
                people_count=sum(not _is_remembered(int(pk)) for pk in chosen),
                remembered_count=sum(_is_remembered(int(pk)) for pk in chosen),
                version=self.posts,
            )
            for place, (slug, reach) in enumerate(SPACES):
                spaces.add(
                    id=pk * 3 + place - 2,
                    community_id=pk,
                    slug=slug,
                    name=slug.capitalize(),
                    visibility=reach,
                    position=place,
                    made_at=founded,
                )
            for person in chosen:
                standings.add(
                    person_id=int(person),
                    community_id=pk,
                    joined_at=founded,
                    cares_about=self.title(5),
                    standing=Standing.STEWARD if person in chosen[:3] else Standing.MEMBER,
                )
            for at in range(TOPICS):
                word = self.language.words[500 + pk * TOPICS + at]
                topics.add(id=(pk - 1) * TOPICS + at + 1, community_id=pk, slug=word, name=word.capitalize())
        for place, row in enumerate(standings.rows, start=1):
            row[standings.places["id"]] = place
        for table in (spaces, standings, topics):
            table.write()
        SpaceSeat.objects.bulk_create(
            SpaceSeat(space_id=pk * 3, person_id=int(person))
            for pk in range(1, number + 1)
            for person in self.members[pk - 1][:8]
        )

    def make_conversations(self) -> dict[str, Any]:
        """As many as the posts fill; the seventh and sixth from the end are those that are measured."""
        lengths: list[int] = []
        room = self.posts - 2 * TARGET - LONG
        while room > 0:
            lengths.append(min(room, 1 + int(self.dice.geometric(1 / 9))))
            room -= lengths[-1]
        lengths[len(lengths) // 2 : len(lengths) // 2] = [LONG]
        lengths[-5:-5] = [TARGET, TARGET]
        measured = len(lengths) - 7, len(lengths) - 6
        post = 0
        for some in batched(enumerate(lengths), 4_000, strict=False):
            tables = [Table(model) for model in (Conversation, Post, SearchEntry, Settlement)]
            tables.append(Table(Conversation.topics.through))
            for place, length in some:
                opened = self.now - timedelta(days=self.days) * (1 - (place + 1) / (len(lengths) + 3))
                special = place in measured or length == LONG
                post = self.make_conversation(place + 1, length, opened, post, tables, special=special)
            for table in (*tables, self.deeds):
                table.write()
        found = {"conversation": measured[0] + 1, "answered": measured[1] + 1, "long": lengths.index(LONG) + 1}
        return {"slug": "house-1", **found}

    def make_conversation(
        self, pk: int, length: int, opened: datetime, post: int, tables: Sequence[Table], *, special: bool
    ) -> int:
        conversations, posts, entries, settlements, filed = tables
        community = 1 if special else min(6, int(self.dice.geometric(0.5)))
        space = community * 3 - 1 if special else community * 3 - 2 + int(self.dice.choice(3, p=(0.45, 0.45, 0.1)))
        members = self.members[community - 1]
        # A few write much: the square of an even draw leans towards the first.
        authors = [int(members[int(len(members) * draw**2.5)]) for draw in self.dice.random(length)]
        gaps = np.cumsum(np.r_[0, self.dice.exponential(8, size=length - 1)]) * 3600
        if length > 1 and gaps[-1] > (left := (self.now - opened).total_seconds() - 60):
            gaps *= left / gaps[-1]
        times = [opened + timedelta(seconds=int(gap)) for gap in gaps]
        kind, title, language = str(self.dice.choice(Kind.values)), self.title(7), self.language
        replied = next((moment(at) for at, author in zip(times, authors, strict=True) if author != authors[0]), None)
        settled = length > 3 and kind in ("question", "problem", "experience") and self.dice.random() < 0.5
        conversations.add(
            id=pk,
            community_id=community,
            space_id=space,
            kind=kind,
            title=title,
            author_id=authors[0],
            opened_at=moment(opened),
            last_post_at=moment(times[-1]),
            first_reply_at=replied,
            post_count=length,
            last_number=length,
        )
        filed.add(id=pk, conversation_id=pk, topic_id=(community - 1) * TOPICS + 1 + pk % TOPICS)
        for number, (at, author) in enumerate(zip(times, authors, strict=True), start=1):
            drawn = [language.sentences[at] for at in self.dice.integers(len(language.sentences), size=5)]
            text, when = " ".join(said for said, _ in drawn), moment(at)
            half = " ".join(said for said, _ in drawn[2:])
            posts.add(
                id=post + number,
                conversation_id=pk,
                number=number,
                author_id=author,
                source=text,
                html=f"<p>{drawn[0][0]} <em>{drawn[1][0]}</em></p>\n<p>{half}</p>\n",
                written_at=when,
                reply_to_id=post + 1 if number > 1 and number % 3 == 0 else None,
            )
            entries.add(
                id=post + number,
                kind="post",
                object_id=post + number,
                parent_id=pk,
                parent_author_id=authors[0],
                community_id=community,
                space_id=space,
                person_id=author,
                label=kind,
                body=text,
                happened_at=when,
                title=title if number == 1 else "",
                title_words=stems(title, "en") if number == 1 else "",
                body_words=" ".join(stem for _, stem in drawn),
                marks=f"space{space} label{kind.replace('_', '')}{' opening' if number == 1 else ''} "
                f"{at:year%Y month%Y%m}",
            )
            self.deed += 1
            self.deeds.add(
                id=self.deed,
                verb="opened" if number == 1 else "replied",
                person_id=author,
                community_id=community,
                space_id=space,
                what="conversation",
                what_id=pk,
                part_id=post + number,
                towards_id=authors[0] if author != authors[0] else None,
                happened_at=when,
                recorded_at=when,
                sequence=self.deed,
            )
        if settled:
            settlements.add(id=pk, conversation_id=pk, post_id=post + 2, by_id=authors[0], at=moment(times[-1]))
        return post + length

    def word(self) -> str:
        return self.language.words[int(self.dice.integers(len(self.language.words)))]

    def title(self, length: int) -> str:
        return " ".join(self.word() for _ in range(length)).capitalize()


def filled(posts: int) -> Iterator[str]:
    """Fill the database that the settings name, unless it is filled already; says what it does."""
    prepare()
    path = settings.DATA / "facts.json"
    if path.exists() and (facts := json.loads(path.read_text()))["posts"] == posts and facts["version"] == VERSION:
        return
    if Community.objects.exists():
        sys.exit("This database is not empty; name a new one.")
    yield f"filling {posts:,} posts"
    began = perf_counter()
    if connection.vendor == "sqlite":
        # Whoever stops a filling halfway begins anew, so nothing is kept for going back.
        connection.cursor().execute("PRAGMA synchronous=OFF")
        connection.cursor().execute("PRAGMA journal_mode=OFF")
    facts = House(posts).fill()
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    path.write_text(json.dumps(facts))
    yield f"filled in {perf_counter() - began:.0f} s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=5_000)
    for line in filled(parser.parse_args().posts):
        print(line, file=sys.stderr)
