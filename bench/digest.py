"""How fast a community's weekly letters are composed and written into the outbox, and what that takes.

In a new house with as many posts as members and a dozen gatherings ahead: both parts of every letter are set, each row
of the outbox is written with what the last look will ask about, as the worker does it, in one process. The house is
filled by a process of its own, so that `peak_mb` is of the sending. Beside the clock stands the processor time of this
process, for machines that do other things too; on PostgreSQL the server's own comes on top.

python bench/digest.py [--members 100000] [--json]                      on SQLite
bin/postgres python bench/digest.py [--members 100000] [--json]         on PostgreSQL
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--members", type=int, default=100_000)
parser.add_argument("--json", action="store_true")
parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
options = parser.parse_args()
if not options.fill:
    os.environ["COMMONPLACE_DATA"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "DEBUG": "0"}

import django

django.setup()

import numpy as np
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from commonplace.attention.models import Follow, ReadMark
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Membership, Space, Topic
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Amplification, Conversation, Mention, Outcome, Post, Settlement
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Delivery, Period
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.models import Person

THURSDAY = datetime(2026, 11, 26, 7, tzinfo=UTC)
ZONES = ("", "Europe/Lisbon", "America/Lima", "Asia/Tokyo", "Africa/Nairobi")
TOPICS = 60
EACH = 5  # posts in a conversation
YEARS = timedelta(days=700)
AT_ONCE = 10_000
GATHERINGS = 12


def fill(members: int) -> None:
    """A community of so many people and posts, over two years, always the same."""
    draw = np.random.default_rng(11)
    began = THURSDAY - YEARS
    ines = register(name="Inês Baptista", address="ines@example.org", is_confirmed=True)
    stick = found(by=ines, name="The Listening Stick", slug="stick", at=began)
    table = stick.spaces.get(slug="table")
    people = written(
        Person(  # nosec B106  # opens nothing
            name=f"Person {n}", folded_name=f"person {n}", language="pl" if n % 5 == 0 else "", password="!",
            time_zone=ZONES[n % len(ZONES)], claimed_at=began, joined_at=began, changed_at=began,
        )
        for n in range(members - 1)
    )  # fmt: skip
    EmailAddress.objects.bulk_create(
        (EmailAddress(user_id=pk, email=f"p{pk}@example.org", verified=True, primary=True) for pk in people),
        batch_size=AT_ONCE,
    )
    came = [THURSDAY - timedelta(hours=n) if n < 20 else began for n in range(len(people))]
    written(
        Membership(person_id=pk, community=stick, joined_at=at, cares_about="Leaks under roads")
        for pk, at in zip(people, came, strict=True)
    )
    topics = Topic.objects.bulk_create(
        Topic(community=stick, slug=f"topic-{n}", name=f"topic {n}") for n in range(TOPICS)
    )
    number = max(1, members // EACH)
    kinds = draw.choice([Kind.QUESTION, Kind.PROBLEM, Kind.TIP, Kind.DISCUSSION], number)
    # Some people write far more than others.
    writers = (len(people) * draw.power(0.5, (number, EACH))).astype(int)
    ago = sorted(draw.random(number) * YEARS.total_seconds(), reverse=True)
    replies = [0 if n % 20 == 0 else EACH - 1 for n in range(number)]
    rows = []
    for n in range(number):
        opened = THURSDAY - timedelta(seconds=ago[n])
        last = min(opened + timedelta(hours=replies[n] * 30), THURSDAY)
        rows.append(
            Conversation(
                community=stick, space=table, kind=str(kinds[n]), title=f"A valve that sings in street {n}",
                author_id=people[writers[n, 0]], opened_at=opened, last_post_at=last, post_count=1 + replies[n],
                first_reply_at=opened + timedelta(hours=30) if replies[n] else None, last_number=1 + replies[n],
            )
        )  # fmt: skip
    talks = written(rows)
    of = Conversation.topics.through
    of.objects.bulk_create(
        (of(conversation_id=pk, topic_id=topics[n % TOPICS].pk) for n, pk in enumerate(talks)), batch_size=AT_ONCE
    )
    posts: list[Post] = []
    for n, pk in enumerate(talks):
        for at in range(1 + replies[n]):
            posts.append(
                Post(
                    conversation_id=pk, number=at + 1, author_id=people[writers[n, at]], source="It sings.",
                    html="<p>It sings.</p>", written_at=min(rows[n].opened_at + timedelta(hours=30 * at), THURSDAY),
                )
            )  # fmt: skip
    keys = written(posts)
    finish(people, talks, posts, keys)
    call_together(ines, stick, table)


def call_together(by: Person, stick: Community, table: Space) -> None:
    """Gatherings that lie ahead, two a week."""
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    for n in range(GATHERINGS):
        starts = (THURSDAY + timedelta(days=2 + 3 * n)).replace(tzinfo=None)
        plan = Plan(f"A noise to bring, {n}", starts, "Europe/Lisbon", purpose="To hear it together.", place="The yard")
        convene(by=by, space=table, plan=plan, at=THURSDAY - timedelta(days=20))


def finish(people: list[int], talks: list[int], posts: list[Post], keys: list[int]) -> None:
    """What came of the posts: who follows and has read, what was settled and tried, who was named, what is worth it."""
    openings = {post.conversation_id: post for post in posts if post.number == 1}
    follows = {(post.author_id, post.conversation_id): post for post in posts}
    written(Follow(person_id=person, conversation_id=talk, since=THURSDAY - YEARS) for person, talk in follows)
    written(
        ReadMark(person_id=person, conversation_id=talk, number=post.number) for (person, talk), post in follows.items()
    )
    answers = [(post, key) for post, key in zip(posts, keys, strict=True) if post.number == 3]
    settled = [(post, key) for n, (post, key) in enumerate(answers) if n % 2]
    written(
        Settlement(conversation_id=post.conversation_id, post_id=key, by_id=post.author_id, at=post.written_at)
        for post, key in settled
    )
    written(
        Outcome(
            conversation_id=post.conversation_id, post_id=key, how="helped", text="Quiet.", at=post.written_at,
            person_id=openings[post.conversation_id].author_id,
        )
        for post, key in settled[::3]
    )  # fmt: skip
    written(
        Mention(post_id=key, person_id=people[n % len(people)], named_at=post.written_at)
        for n, (post, key) in enumerate(answers[::4])
    )
    Amplification.objects.create(
        conversation_id=talks[-1], by_id=people[0], why="We keep arguing about it.", at=THURSDAY - timedelta(days=1)
    )


def written(rows: Iterable[Model]) -> list[int]:
    """Write rows, and give their keys."""
    keys = []
    for some in batched(rows, AT_ONCE, strict=False):
        keys += [one.pk for one in type(some[0])._default_manager.bulk_create(some)]
    return keys


class Counted:
    """Counts the queries that go through it."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        self.queries += 1
        return execute(sql, params, many, context)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> dict[str, float]:
    stick = Community.objects.get(slug="stick")
    issue = make_issue(community=stick, period=Period.WEEKLY, on=THURSDAY.date(), now=THURSDAY - timedelta(days=1))
    issue.community = stick
    counted, before, begun, worked = Counted(), peak_mb(), time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        letters = send(issue=issue, now=last_moment(THURSDAY.date()) + timedelta(minutes=1))
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    assert letters == Letter.objects.count() == Delivery.objects.filter(things__gt=0).count()
    longest = Letter.objects.order_by("-pk").values_list("html", flat=True)[:1000]
    return {
        "members": options.members,
        "letters": letters,
        "seconds": round(seconds, 1),
        "per_second": round(letters / seconds, 1),
        "processor_seconds": round(processor, 1),
        "per_processor_second": round(letters / processor, 1),
        "peak_mb": round(peak_mb(), 1),
        "grown_mb": round(peak_mb() - before, 1),
        "queries_per_thousand": round(1000 * counted.queries / max(letters, 1), 1),
        "kb_each": round(sum(map(len, longest)) / max(len(longest), 1) / 1024, 1),
    }


def main() -> None:
    if options.fill:
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            fill(options.members)
        return
    try:
        words = [sys.executable, __file__, "--fill", "--members", str(options.members)]
        subprocess.run(words, check=True, env=dict(os.environ))
        figures = measure()
    finally:
        shutil.rmtree(os.environ["COMMONPLACE_DATA"])
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:22}{value:>12,}")


if __name__ == "__main__":
    main()
