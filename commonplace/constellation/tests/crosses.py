"""Three crossings of a house, taken on by processes that are killed: `python -m` is one of them.

    python -m commonplace.constellation.tests.crosses settle
    python -m commonplace.constellation.tests.crosses take-on

`take-on` looks whether anything is half there, does one step and is killed in the second, when all of it is written and
nothing is committed; where only one was left it ends by itself. `told` says what there is, without keys.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed, Membership, Space
from commonplace.constellation.actions import asking, beginning, carrying, planning
from commonplace.constellation.models import Crossing, Going, Relation, Voice
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle as settle_it
from commonplace.conversations.models import Conversation, Post
from commonplace.house.cli.prepared import prepare
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Credit, Resource
from commonplace.store.kept import KEPT
from commonplace.store.steps import Steps

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOW + 2 * asking.ANSWERED_WITHIN
SIZE = 3  # posts or people in a step


def settle() -> None:
    """Four communities: of three one founds a daughter, one parts and one becomes one with the fourth."""
    prepare()
    people = [register(name=f"Person {n}", address=f"person{n}@example.org", is_confirmed=True) for n in range(4)]
    other = found(by=people[0], name="Weir", slug="weir", at=NOW - timedelta(days=90))
    for kind in Crossing.Kind.values:
        here = found(by=people[0], name=f"Of {kind}", slug=f"of-{kind}", at=NOW - timedelta(days=90))
        for one in people[1:]:
            admit(person=one, community=here, cares_about="Drops", at=NOW - timedelta(days=80))
        _planned(here, kind, people, to=other if kind == Crossing.Kind.MERGE else None)


def _planned(here: Community, kind: str, people: list[Person], *, to: Community | None) -> None:
    """A conversation and a template, of whose authors one says no; two come."""
    Community.objects.filter(pk=here.pk).update(modules=[*here.modules, "repertoire"])
    here.refresh_from_db()
    table, by = here.spaces.get(slug="table"), people[0]
    talk = _talk(table, people)
    kept = keep(by=people[1], space=table, kind="template", words=Words("By ear", "", {"how": "Listen."}), at=NOW)
    made = planning.plan(
        by=by, community=here, kind=kind, name="" if to else f"New of {kind}", to=to, words="It is time.", at=NOW
    )
    planning.choose(by=by, crossing=made, conversations=[talk.pk], resources=[kept.pk], at=NOW)
    planning.choose_people(by=by, crossing=made, people=[one.pk for one in people], at=NOW)
    if to is not None:
        planning.agree_to_merge(by=by, crossing=made, at=NOW)
    planning.ask(by=by, crossing=made, at=NOW)
    for one in people[1:]:
        words = "no" if one == people[3] else "yes"
        asking.answer(by=one, crossing=made, what="words", says=words, at=NOW)
        asking.answer(by=one, crossing=made, what="coming", says="no" if one == people[1] else "yes", at=NOW)


def _talk(table: Space, people: list[Person]) -> Conversation:
    at = NOW - timedelta(days=20)
    made = open_conversation(
        by=people[1], space=table, kind="question", title="Drops?", text="Where?", topics=["Drops"], at=at
    )
    answers = [
        reply(conversation=made, by=one, text=f"There, says {one.name}.", at=at + timedelta(hours=hour))
        for hour, one in enumerate((people[2], people[3], people[0], people[2]), start=1)
    ]
    settle_it(by=people[1], post=answers[0], at=at + timedelta(days=1))
    return made


class Killed:
    """Counts the steps of this process, and ends it in one of them, as nobody can refuse to be ended."""

    def __init__(self, *, last: int) -> None:
        self.last, self.taken = last, 0

    def after(self) -> None:
        """A step is written, and not yet committed."""
        self.taken += 1
        if self.taken > self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def take_on(*, last: int) -> None:
    """Begin what was not begun and carry on, until the process is killed or nothing is left."""
    assert nothing_is_half_there()
    killed = Killed(last=last)
    step, written = carrying._step, beginning.ledger.record

    def one_step(crossing: Crossing, size: int, now: datetime) -> int:
        taken = step(crossing, size, now)
        killed.after()
        return taken

    def recorded(**words: Any) -> Any:
        made = written(**words)
        if words["verb"] == "crossed":
            # The last that beginning writes.
            killed.after()
        return made

    carrying._step = one_step
    beginning.ledger.record = recorded
    for crossing in Crossing.objects.filter(begun_at=None).select_related("by").order_by("pk"):
        assert crossing.by is not None
        beginning.begin(by=crossing.by, crossing=crossing, at=LATER)
    for crossing in Crossing.objects.under_way().order_by("pk"):
        carrying.carry(crossing, now=LATER, steps=Steps(least=SIZE, most=SIZE))


def nothing_is_half_there() -> bool:
    """What is founded is related to where it came from, and each number is what it counts."""
    founded = Community.objects.filter(name__startswith="New").values_list("pk", flat=True)
    related = Relation.objects.agreed().filter(other__name__startswith="New").values_list("other_id", flat=True)
    return sorted(founded) == sorted(related) and not _off()


def _off() -> list[str]:
    return [kept.code for kept in KEPT for _ in kept.wrong(LATER)]


def told() -> dict[str, Any]:
    """All that a crossing leaves, in an order that does not depend on keys."""
    posts = Post.objects.select_related("conversation__community", "author", "reply_to")
    return {
        "communities": sorted([one.name, one.stage, str(one.people_count)] for one in Community.objects.all()),
        "spaces": sorted([one.community.name, one.name] for one in Space.objects.select_related("community")),
        "people": sorted(
            [one.community.name, one.person.name, one.standing, one.cares_about, str(one.joined_at)]
            for one in Membership.objects.select_related("community", "person")
        ),
        "posts": sorted(
            [
                one.conversation.community.name,
                one.conversation.title,
                str(one.number),
                one.author.name if one.author else "",
                one.source,
                str(one.reply_to.number if one.reply_to else 0),
                str(one.written_at),
            ]
            for one in posts
        ),
        "settled": sorted(
            [one.community.name, one.title, str(one.settlement.post.number)]
            for one in Conversation.objects.filter(settlement__isnull=False).select_related("settlement__post")
        ),
        "kept": sorted([one.community.name, one.title] for one in Resource.objects.select_related("community")),
        "credits": sorted(Credit.objects.values_list("resource__community__name", "kept_in")),
        "related": sorted(Relation.objects.agreed().values_list("one__name", "other__name", "kind")),
        "goings": sorted(
            Going.objects.filter(closed_at__isnull=False).values_list("crossing__kind", "through", "stayed")
        ),
        "came": Voice.objects.filter(came_at__isnull=False).count(),
        "done": sorted(Crossing.objects.filter(done_at__isnull=False).values_list("kind", flat=True)),
        "deeds": sorted(Deed.objects.values_list("community__name", "verb", "person__name")),
        "off": _off(),
    }


if __name__ == "__main__":
    deeds = {
        "settle": settle,
        "take-on": lambda: take_on(last=1),
        "to-the-end": lambda: take_on(last=10_000),
        "told": lambda: print(json.dumps(told())),
    }
    deeds[sys.argv[1]]()
