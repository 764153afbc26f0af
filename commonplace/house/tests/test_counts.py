"""`doctor` finds every kept number that is off, and `doctor --repair` counts it anew, once."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Numbering, Space
from commonplace.communities.readers import catch_up
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import say_me_too, thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.cultivation.beats import BEATS
from commonplace.cultivation.models import Beat
from commonplace.house import counts
from commonplace.house.cli import doctor
from commonplace.people.models import Person
from commonplace.store.steps import Steps
from commonplace.transfer.models import Import

LONG_AGO = timezone.now() - timedelta(days=900)
SPOILT: dict[str, Callable[[], object]] = {
    "people": lambda: Community.objects.update(people_count=99),
    "names of archives": lambda: Community.objects.update(remembered_count=7),
    "numbers of the ledger": lambda: Numbering.objects.update(last=0),
    "replies": lambda: Conversation.objects.update(post_count=9),
    "nothing stands": lambda: Conversation.objects.update(post_count=0),
    "last moment": lambda: Conversation.objects.update(last_post_at=LONG_AGO),
    "first reply": lambda: Conversation.objects.update(first_reply_at=LONG_AGO),
    "first reply lost": lambda: Conversation.objects.update(first_reply_at=None),
    "me too": lambda: Conversation.objects.update(me_too_count=5),
    "last number": lambda: Conversation.objects.update(last_number=1),
    "thanks": lambda: Post.objects.update(thanks_count=3),
    "thanks lost": lambda: Post.objects.update(thanks_count=0),
    "a week too many": lambda: Beat.objects.update(deeds=40),
    "weeks lost": lambda: Beat.objects.all().delete(),
    "letters": lambda: Import.objects.update(letters=4),
    "unreadable": lambda: Import.objects.update(unreadable=4),
}


@pytest.fixture(autouse=True)
def lived_in(settings, tmp_path, stick: Community, table: Space, hal: Person, rosa: Person, unclaimed: Person) -> None:
    settings.DATA = tmp_path
    settings.DEFAULT_FROM_EMAIL = "house@example.org"
    talk = open_conversation(by=hal, space=table, kind="question", title="Where?", text="Where is the sheet?")
    reply(by=rosa, conversation=talk, text="In the drawer.")
    say_me_too(by=rosa, conversation=talk)
    thank(by=hal, post=talk.posts.get(number=2))
    Import.objects.create(community=stick, space=table, name="old.mbox", planned_at=timezone.now())
    catch_up(BEATS.code)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    doctor.arguments(parser)
    return doctor.run(parser.parse_args(words))


def numbers() -> list[list[tuple[object, ...]]]:
    """Every kept number of the house."""
    return [
        list(Community.objects.order_by("pk").values_list("people_count", "remembered_count")),
        list(
            Conversation.objects.order_by("pk").values_list(
                "post_count", "last_post_at", "first_reply_at", "me_too_count", "last_number"
            )
        ),
        list(Post.objects.order_by("pk").values_list("thanks_count")),
        list(Beat.objects.order_by("community", "monday", "verb").values_list("monday", "verb", "deeds")),
        list(Numbering.objects.values_list("last")),
        list(Import.objects.order_by("pk").values_list("letters", "unreadable")),
    ]


def test_what_is_kept_is_what_one_would_count() -> None:
    assert [number for _, number in counts.off(now=timezone.now())] == [0] * len(counts.KEPT)


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_off_is_found_and_counted_anew(spoil: Callable[[], object], capsys) -> None:
    right = numbers()
    spoil()
    assert numbers() != right
    assert run("--quiet") == 1
    assert "bin/commonplace doctor --repair" in capsys.readouterr().out
    assert run("--quiet", "--repair") == 0
    assert capsys.readouterr().out.startswith("mended ")
    assert numbers() == right
    assert run("--quiet", "--repair") == 0
    assert capsys.readouterr().out == ""


def test_repair_goes_in_small_steps(monkeypatch, hal: Person, table: Space) -> None:
    for n in range(5):
        open_conversation(by=hal, space=table, kind="question", title=f"Where {n}?", text="Where?")
    Conversation.objects.update(me_too_count=8)
    steps = []
    monkeypatch.setattr(counts, "Steps", partial(Steps, least=2, clock=count().__next__))
    kept = next(one for one in counts.KEPT if "me too" in one.words)
    mend = kept.mend
    in_steps = replace(kept, mend=lambda keys: (steps.append(len(keys)), mend(keys)))
    monkeypatch.setattr(counts, "KEPT", [in_steps])
    assert [number for _, number in counts.repair(now=timezone.now())] == [6]
    assert steps == [2, 2, 2]
    assert [number for _, number in counts.off(now=timezone.now())] == [0]


def test_a_guest_whose_time_ran_out_today_is_the_workers_care(stick: Community, stranger: Person) -> None:
    now = timezone.now()
    admit(person=stranger, community=stick, standing=Standing.GUEST, until=now + timedelta(hours=1))
    assert [number for _, number in counts.off(now=now + timedelta(hours=2))] == [0] * len(counts.KEPT)
    later = now + timedelta(days=4)
    assert sum(number for _, number in counts.off(now=later)) == 1


def test_numbers_go_on_after_a_repair(hal: Person, stick: Community) -> None:
    Numbering.objects.update(last=0)
    assert run("--quiet", "--repair") == 0
    ledger.record(verb="welcomed", person=hal, community=stick)
    assert ledger.number() == 1


def test_nothing_is_repaired_where_the_database_is_not_prepared(monkeypatch, capsys) -> None:
    Conversation.objects.update(me_too_count=8)
    monkeypatch.setattr(doctor, "database", lambda: [doctor.Finding("It lacks a step.", is_wrong=True)])
    run("--quiet", "--repair")
    assert capsys.readouterr().out.startswith("Nothing is repaired")
    assert set(Conversation.objects.values_list("me_too_count", flat=True)) == {8}
