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
from datetime import datetime, timedelta
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

from bench.inhabitants import TOPICS, Inhabitants
from bench.tables import Table, moment, reset
from bench.visitors import sign_in
from commonplace.communities.models import Community, Deed, Membership, Numbering, Space, Topic
from commonplace.communities.readers import read_on
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post, Settlement
from commonplace.house.cli.prepared import prepare
from commonplace.people.models import Person
from commonplace.search import catch_up as search
from commonplace.search.models import SearchEntry
from commonplace.search.words import stems

# Changes when what is filled changes, so that older fillings are not taken for these.
VERSION = 7
TARGET = 20
LONG = 2_000


class House(Inhabitants):
    """Everything that is made, in the order in which it is needed."""

    def __init__(self, posts: int) -> None:
        super().__init__(posts)
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
