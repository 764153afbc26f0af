"""What the knowledge map costs in a large house: its pages, and the readings behind them.

In a house that bench/fill.py filled. Its first community is given, for as long as this runs, hundreds of words, two
more of them on every conversation, things kept, thanks, and people who say what one may ask them; all of it is rolled
back. Processor time in milliseconds, the middle one of the rounds and the slowest, and how many queries it takes.

    COMMONPLACE_DATA=/somewhere/filled python bench/mapping.py [--rounds 20] [--words 400] [--kept 2000] [--json]
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "DEBUG": "0"}

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.answering import server_time
from bench.tables import Table, moment, reset
from commonplace.communities.models import Community, Membership, Topic
from commonplace.conversations.models import Conversation, Post
from commonplace.knowledge.models import Pointing
from commonplace.knowledge.queries.counted import waits
from commonplace.knowledge.queries.reading import lacking, read
from commonplace.people.models import Person
from commonplace.repertoire.kinds import Kind
from commonplace.repertoire.models import Resource


def give(community: Community, *, words: int, kept: int) -> str:
    """Make the community one of many words of which much is kept; the address of the word on which most is said."""
    now, kinds = timezone.now(), list(Kind.values)
    community.modules = [*community.modules, "map", "repertoire", "gatherings", "protocols"]
    community.save(update_fields=["modules"])
    made = [Topic(community=community, slug=f"map-{n}", name=f"mapped {n}") for n in range(words)]
    topics = [one.pk for one in Topic.objects.bulk_create(made)]
    filed = Table(Conversation.topics.through)
    talks = Conversation.objects.filter(community=community).order_by("pk").values_list("pk", flat=True)
    last = Conversation.topics.through.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for place, talk in enumerate(talks):
        # A few words stand on much of it, most on little.
        for number, word in enumerate((place % words, place * place % max(1, words // 20))):
            if number == 0 or topics[word] != topics[place % words]:
                last += 1
                filed.add(id=last, conversation_id=talk, topic_id=topics[word])
    filed.write()
    posts = Post.objects.filter(conversation__community=community, number=2)
    posts.annotate(of=F("pk") % 3).filter(of=0).update(thanks_count=1)
    people = list(Membership.objects.current(now).filter(community=community).values_list("person", flat=True))
    space = community.spaces.order_by("position")[0]
    shelf, shelved = Table(Resource), Table(Resource.topics.through)
    for n in range(1, kept + 1):
        shelf.add(
            id=n, community_id=community.pk, space_id=space.pk, kind=kinds[n % len(kinds)], title=f"Kept {n}",
            kept_by_id=people[n * n % len(people)], kept_at=moment(now), changed_at=moment(now),
        )  # fmt: skip
        shelved.add(id=n, resource_id=n, topic_id=topics[n * n % words])
    shelf.write()
    shelved.write()
    reset(Conversation.topics.through, Resource, Resource.topics.through)
    for n, person in enumerate(people):
        if n % 4 == 0:
            said = ", ".join(f"mapped {(n + m) % words}" for m in range(3))
            Person.objects.filter(pk=person).update(ask_about=said, learning_about=f"mapped {n % words}")
    Pointing.objects.bulk_create(
        Pointing(person_id=person, topic_id=topics[n % words], is_welcome=n % 5 > 0) for n, person in enumerate(people)
    )
    return "map-0"


def measured(community: Community, word: str, session: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, by name."""
    client, here, now = Client(), f"/c/{community.slug}/map/", timezone.now()
    client.cookies[settings.SESSION_COOKIE_NAME] = session

    def page(path: str) -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            sys.exit(f"{path} was answered with {answer.status_code}")

    yield "map", lambda: page(here)
    yield "all topics", lambda: page(f"{here}?show=all")
    yield "gaps", lambda: page(f"{here}gaps")
    yield "topic", lambda: page(f"{here}topics/{word}")
    yield "reading", lambda: read(community, now=now)
    yield "gaps to tend", lambda: lacking(community, now=now)
    yield "waits", lambda: waits(community, until=now)


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, ours and that of PostgreSQL's process."""
    began, server = process_time(), server_time()
    work()
    return (process_time() - began + server_time() - server) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--kept", type=int, default=2_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    facts = json.loads((settings.DATA / "facts.json").read_text())
    settings.ALLOWED_HOSTS, settings.LIMITS_FILE = ["*"], ":memory:"
    community = Community.objects.get(slug=facts["slug"])
    with transaction.atomic():
        word = give(community, words=options.words, kept=options.kept)
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")
        if not options.json:
            print(f"{'':14}{'cpu ms':>9}{'slowest':>9}{'queries':>9}")
        for name, work in measured(community, word, facts["sessions"][0]):
            with CaptureQueriesContext(connection) as asked:
                work()
            queries = len(asked)
            took = [spent(work) for _ in range(options.rounds)]
            said = {"what": name, "cpu": round(median(took), 1), "slowest": round(max(took), 1), "queries": queries}
            if options.json:
                print(json.dumps(said))
            else:
                print(f"{name:14}{said['cpu']:>9}{said['slowest']:>9}{said['queries']:>9}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
