"""A form outlives its sending: Back gives it again, mark and all, and other words in it are never lost."""

import itertools
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonplace.agenda.models import Item as AgendaItem
from commonplace.agenda.models import Review
from commonplace.agreements.models import Proposal, Remark
from commonplace.communities.models import GroupLink, Invitation
from commonplace.conversations import rate_limit as rate_limit_of_posts
from commonplace.conversations.models import Conversation, Post, PostTranslation
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.exchange import written
from commonplace.protocols.models import Adaptation
from commonplace.repertoire.models import Collection as Shelf
from commonplace.repertoire.models import Resource, Suggestion, Translation, Use
from commonplace.runs.models import Captured
from commonplace.sponsorship.models import Request
from commonplace.stories.models import Step, Story
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.models import (
    Asked,
    DeskAnswer,
    DraftComment,
    FaqLine,
    MinorityView,
    ScanNote,
    ScanSource,
    Undertaking,
)
from commonplace.words import rate_limit
from commonplace.words.models import Word
from tests.furnished import Furnished
from tests.hostile import client_of
from tests.posting import Found, forms_of

pytestmark = pytest.mark.django_db

MARK = "idempotency_key"
OF_ROOMS = (
    Proposal,
    Remark,
    AgendaItem,
    Review,
    Captured,
    MinorityView,
    Asked,
    DeskAnswer,
    FaqLine,
    ScanSource,
    ScanNote,
    Request,
    Step,
    Story,
)
KEPT = (Resource, Suggestion, Shelf, Use, Translation, PostTranslation)
# Whoever stands on a list of people is invited once, whatever the words; a step that is there is told otherwise.
ONCE_FOR_ALL = ("/imports/lists/", "/steps/")
KEEPS_OTHERWISE = ("preview", "draft", "afresh")


def made() -> Collection[int]:
    """Everything that forms with a mark make, counted."""
    kinds = (Conversation, Post, Invitation, GroupLink, Word, Gathering, Adaptation, Undertaking, DraftComment)
    return [model.objects.count() for model in (*kinds, *OF_ROOMS, *KEPT)]


def _is_once(form: Found) -> bool:
    return any(part in form.action for part in ONCE_FOR_ALL)


def send(client: Client, form: Found, words: str) -> None:
    fields = {name: value for name, value in form.fields.items() if name not in KEEPS_OTHERWISE}
    typed = {name: words for name in form.typed if name not in ("address", "guest_until") and name != MARK}
    # What is no text: to whom, how many, and until when.
    whom = f"{words.replace(' ', '.')}@example.net"
    others = {"lines": whom, "places": "5", "ends_at": timezone.localdate().isoformat()}
    today = timezone.localdate().isoformat()
    others |= {"by_when": today, "checked_on": today, "happened": "2026-02"}
    if "/gatherings/" in form.action:
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        others |= {"zone": "UTC", "on": tomorrow, "at": "15:00", "minutes": "45", "capacity": "7"}
        others |= {"link": "https://meet.example.org/", "rule": "", "until": ""}
    if "/help-desks/new" in form.action:
        others |= {"promised_hours": "24"}
    if "/scans/" in form.action:
        day = (timezone.localdate() + timedelta(days=9)).isoformat()
        others |= {"rhythm": "weekly", "turns_on": day, "until": "", "link": "https://works.example/"}
    if "/repertoire/" in form.action:
        # A case that anyone could read is looked through first.
        others |= {"work_address": "https://works.example/", "space": "table"}
    if "/learning-projects/new" in form.action:
        others |= {"on": timezone.localdate().isoformat()}
    if "/joint-responses/new" in form.action:
        others |= {"until": timezone.localdate().isoformat(), "enough": ""}
    if "/protocols/" in form.action:
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        others |= {"zone": "UTC", "on": tomorrow, "at": "15:00", "minutes": "45", "capacity": "7"}
        others |= {"link": "https://meet.example.org/", "rule": "", "until": ""}
        others |= {name: "7" for name in {*fields, *form.typed} if name.startswith(("minutes_", "days_", "place_"))}
        file = written(replace(protocol_named("hot-topic"), line=words))
        others["file"] = SimpleUploadedFile("protocol.json", file, "application/json")
    if form.action.startswith("/words/new"):
        # A word goes to somebody, whom one looks for and ticks first.
        others["to"] = str(Person.objects.get(name="Tomasz Wilk").pk)
        fields.setdefault("to", "")
    answer = client.post(
        form.action,
        fields | typed | {name: said for name, said in others.items() if name in (*fields, *typed, *form.files)},
    )
    assert answer.status_code in (200, 302), (form.action, answer.status_code)


@pytest.mark.parametrize("who", ["member", "steward"])
def test_the_same_form_with_other_words_is_another_sending(house: Furnished, who: str, monkeypatch) -> None:
    monkeypatch.setattr(rate_limit, "UNANSWERED_ON_THE_FIRST_DAY", 100)
    monkeypatch.setattr(rate_limit, "ON_THE_FIRST_DAY", 100)
    monkeypatch.setattr(rate_limit_of_posts, "IN_AN_HOUR", 100)
    monkeypatch.setattr(rate_limit_of_posts, "ON_THE_FIRST_DAY", 100)
    monkeypatch.setattr(beginning, "A_DAY", 100)
    client = client_of(house, who)
    forms = [form for form in forms_of(house, who) if MARK in form.fields and not _is_once(form)]
    assert len(forms) >= 3
    for form in forms:
        counts = [made()]
        for words in ("The first words", "The first words", "Something else", "The first words"):
            send(client, form, words)
            counts.append(made())
        new = [sum(after) - sum(before) for before, after in itertools.pairwise(counts)]
        # A conversation comes with its opening post.
        each = new[0]
        assert each in (1, 2), form.action
        assert new == [each, 0, each, 0], f"{form.action}: twice the same is one, other words are another"


def test_every_form_that_makes_something_for_others_has_its_own_mark(house: Furnished) -> None:
    marks = [form.fields[MARK][0] for form in forms_of(house, "member") if MARK in form.fields]
    assert len(set(marks)) == len(marks)
    assert all(marks)
