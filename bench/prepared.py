"""What each prepared query is worth: asked as it is and built anew each time, in turns, in one process.

In a house that bench/fill.py filled. Every page below is asked for once while the prepared queries that it asks are
written down with their values; then each of these is asked both ways with the same values, and its page is asked for.
Processor time in milliseconds, the middle one of the rounds; what a query saves is told in parts of what it costs
unprepared, and of what its page would cost if it alone were not prepared.

    COMMONPLACE_DATA=/somewhere/filled python bench/prepared.py [--rounds 60]
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any
from unittest.mock import patch
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")

import django

django.setup()

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone

from commonplace.communities.audience import _seats
from commonplace.communities.models import Community, Topic
from commonplace.communities.viewpoint import _sponsoring
from commonplace.conversations.actions.counters import keep_these_to_oneself
from commonplace.conversations.actions.importing import _as_they_are, _known, _last_numbers, _where
from commonplace.conversations.actions.indexing import _described, _joined_to, _said_otherwise, _topics_of_these
from commonplace.conversations.actions.opening import _made
from commonplace.conversations.actions.replying import _author
from commonplace.conversations.models import Post
from commonplace.conversations.queries.thread import _outcomes_from
from commonplace.gatherings.views.lookup import _whole as _whole_gathering
from commonplace.letters.outbox import _posted
from commonplace.limits.memory import memory
from commonplace.mail.lists import _opened
from commonplace.mail.sending import _readable
from commonplace.people.models import Person
from commonplace.repertoire.queries.harvested import _guests_kept, _members_kept
from commonplace.repertoire.views.lookup import _whole as _whole_resource
from commonplace.store.prepared import Prepared
from commonplace.transfer.queries import _moved_in

REPLY = {"text": "Warm water, and patience."}
type Call = tuple[Prepared[Any], dict[str, Any]]
type Page = tuple[str, str, dict[str, str]]


def pages(facts: dict[str, Any]) -> Iterator[Page]:
    """Every page: who asks, for what, with which headers."""
    here, words = f"/c/{facts['slug']}/", quote_plus(facts["searches"][0])
    talks, people = f"{here}conversations/", f"{here}people/"
    open_pages = [here, talks, f"{talks}?waiting=1", f"{talks}{facts['conversation']}/"]
    open_pages += [
        f"{talks}{facts['long']}/?from=1000",
        f"/search?q={words}",
        f"/search?q={words}+{facts['searches'][1]}",
    ]
    own = ["/", "/for-you", f"{talks}?mine=1", f"{talks}drafts/", f"{talks}new", f"{talks}similar?title={words}"]
    own += [
        people,
        f"{people}?q={words.partition('+')[0]}",
        f"{people}{facts['person']}/",
        f"{talks}{facts['conversation']}/posts/2/history",
        "/me",
    ]
    own += [f"{talks}{facts['answered']}/posts"]
    word = Topic.objects.filter(community__slug=facts["slug"]).values_list("slug", flat=True)[0]
    open_pages += [f"{here}feeds/conversations.atom", f"{here}topics/{word}"]
    tending = ["/", here, f"{here}moderation/", f"{here}requests/"]
    api = f"/api/v1/communities/{facts['slug']}/conversations"
    for who, paths, headers in (
        ("guest", ["/", *open_pages], {}),
        ("member", [*open_pages, *own], {"Cookie": f"sessionid={facts['session']}"}),
        ("steward", tending, {"Cookie": f"sessionid={facts['steward']}"}),
        (
            "token",
            [api, f"{api}?topic={word}", f"{api}/{facts['conversation']}/posts"],
            {"Authorization": f"Bearer {facts['token']}"},
        ),
    ):
        for path in paths:
            yield who, path, headers


def also(facts: dict[str, Any], path: str) -> Iterator[Call]:
    """What the page at this path would ask too, were there outcomes, archives and things kept in this house."""
    conversation = facts["conversation"]
    if path.endswith(f"/conversations/{conversation}/"):
        yield _outcomes_from, {"conversation_id": conversation, "start": 1, "end": 51}
        yield _guests_kept, {"pk": conversation}
        yield _members_kept, {"pk": conversation, "person": Person.objects.get(pk=facts["person"])}
    elif path == f"/c/{facts['slug']}/":
        community = Community.objects.get(slug=facts["slug"])
        yield _moved_in, {"person": Person.objects.get(pk=facts["person"]), "community": community}
        reader = Person.objects.get(pk=facts["person"])
        yield _whole_resource, {"person": reader, "community": community, "pk": 1, "today": timezone.localdate()}
        yield _seats, {"spaces": [1, 2], "community": community}
        yield _sponsoring, {"person": reader, "community": community}
        yield _whole_gathering, {"person": reader, "community": community, "pk": 1}
        # What a new conversation and a letter are asked before they are written.
        yield _made, {"by": Person.objects.get(pk=facts["person"]), "idempotency_key": "a sending"}
        yield _posted, {"key": "a letter"}
        yield _opened, {"space_id": 1}
        yield _readable, {"person": Person.objects.get(pk=facts["person"]), "post_id": facts["conversation"]}
        yield _author, {"post": Post(pk=facts["conversation"])}
        # What an archive that moves in asks for each hundred.
        some = [facts["conversation"], facts["long"]]
        for query in (keep_these_to_oneself, _as_they_are, _last_numbers, _where, _joined_to, _topics_of_these):
            yield query, {"conversations": some}
        yield _described, {"posts": some}
        yield _said_otherwise, {"posts": some}
        yield _known, {"authors": some, "idempotency_keys": ["a message"]}


def asked_while(work: Callable[[], object]) -> list[Call]:
    """The prepared queries that are asked while this is done, with their values."""
    calls: list[Call] = []
    ask = Prepared.compiled

    def watched(self: Prepared[Any], values: dict[str, Any], connection: Any) -> Any:
        calls.append((self, values))
        return ask(self, values, connection)

    with patch.object(Prepared, "compiled", watched):
        work()
    return calls


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = process_time()
    work()
    return (process_time() - began) * 1000


def name_of(query: Prepared[Any]) -> str:
    """Where the query stands."""
    return f"{query.build.__module__.removeprefix('commonplace.')}.{query.build.__name__}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    facts = json.loads((settings.DATA / "facts.json").read_text())
    facts |= {"steward": facts["sessions"][0], "person": 3}
    settings.ALLOWED_HOSTS, settings.LIMITS_FILE = ["*"], ":memory:"
    met: dict[str, list[tuple[float, float, float, str]]] = {}
    for who, path, headers in pages(facts):
        client = Client(headers=headers)

        def page(path: str = path, client: Client = client) -> None:
            caches["pages"].clear()
            memory().clear()
            # What is written there is taken back at once.
            with transaction.atomic():
                answer = client.post(path, REPLY) if path.endswith("/posts") and "/c/" in path else client.get(path)
                transaction.set_rollback(True)
            if answer.status_code not in (200, 302):
                sys.exit(f"{path} was answered with {answer.status_code}")

        page()
        calls = [*asked_while(page), *also(facts, path)]
        whole = median(spent(page) for _ in range(rounds))
        for query, values in calls:
            as_it_is, anew = [], []
            # Some lock, which they do within a transaction alone.
            with transaction.atomic():
                for _ in range(rounds):
                    as_it_is.append(spent(lambda query=query, values=values: query(**values)))  # type: ignore[misc]
                    anew.append(spent(lambda query=query, values=values: list(query.build(**values))))  # type: ignore[misc]
            took, instead = median(as_it_is), median(anew)
            more = (instead - took) / (whole + instead - took)
            met.setdefault(name_of(query), []).append((more, took, instead, f"{who} {path}"))
    print(
        f"{'query':44}{'prepared':>9}{'anew':>7}{'saves':>7}{'of page':>9}  where it saves the most; pages that ask it"
    )
    for name, seen in sorted(met.items(), key=lambda one: max(one[1]), reverse=True):
        more, took, instead, where = max(seen)
        share = (instead - took) / instead
        print(f"{name:44}{took:>9.2f}{instead:>7.2f}{share:>7.0%}{more:>9.1%}  {where}; {len(seen)}")


if __name__ == "__main__":
    main()
