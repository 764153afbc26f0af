"""Whatever sounds like a yes is a consent that its giver finds and takes back, or says here why it is none."""

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import Visibility
from commonplace.knowledge.queries import traces
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.consents import CONSENTS, all_given_by
from commonplace.people.mine import MINE
from commonplace.people.models import Person
from tests.consented import GIVE as OF_LOWER_ROOMS
from tests.consented import Agreed, Cast
from tests.consented_record import GIVE as OF_RECORD

GIVE = OF_LOWER_ROOMS | OF_RECORD
EVERYWHERE = (
    *("/c/stick/", "/c/stick/about", "/c/stick/conversations/", "/c/stick/repertoire/", "/c/stick/undertakings/"),
    *("/c/stick/feeds/conversations.atom", "/c/stick/feeds/resources.json", "/c/stick/feeds/undertakings.atom"),
    *("/api/v1/communities/stick", "/api/v1/communities/stick/resources", "/c/stick/map/"),
)

YES = re.compile(r"agree|consent|welcome|allow|given|named_|^told$|^says$|speaks_as|shows|needs_yes|letters")
NO_CONSENT = {
    "agreements.Agreement.shows": "what a community shows its sponsor, in a steward’s words",
    "agreements.Signature.agreement": "signed by two sides; either ends it where it stands",
    "value.Expectation.agreed_on": "what stewards write down of a talk with the sponsor",
    "value.Expectation.agreed_with": "with whom stewards say that they talked",
    "agreements.Answer.says": "what they answer to a proposal; they answer otherwise where they said it",
    "launch.Interview.agreed_at": "before they are anybody here; they erase it by their own link",
    "letters.Letter.given_up_at": "when the mail server had refused it often enough",
    "communities.Space.in_letters": "what a steward says of a space",
    "constellation.Crossing.agreed_at": "when the stewards of the other community had agreed",
    "constellation.Crossing.agreed_by": "a steward of the other community, for it",
    "constellation.Relation.agreed_at": "when the stewards of the other community had agreed",
    "constellation.Relation.agreed_by": "a steward of the other community, for it",
    "conversations.Mention.named_at": "when somebody else named them",
    "conversations.Move.agreed_at": "when the last of its authors had agreed",
    "devices.DevicePassword.shows": "what their own programs show them",
    "gatherings.Answer.says": "whether they come; taken back where they said it",
    "mail.MailingList.named_at": "when a list got its address",
    "repertoire.Anonymising.agreed": "in the words of whoever looked for names",
    "repertoire.Consent.says": "stands with the passage that it is about",
    "runs.WhatCame.told": "a post of theirs, which they withdraw as any other",
    "sponsorship.CoreReading.says": "what one of the core group says of a report before sponsors have it",
    "sponsorship.Turn.says": "what somebody answers for whoever pays, or tells for a community",
    "transfer.Import.letters": "how many there were",
    "transfer.PeopleList.agreed_at": "a steward's word on a list that moved in",
    "undertakings.Swap.given": "a week at a desk",
    "weaving.Side.says": "whether they would like to be introduced once; nobody else is told",
    "words.WordsWish.letters": "stands under the person: without a row letters come",
}


def test_whatever_sounds_like_a_yes_is_a_consent_or_says_why_not() -> None:
    asked = {consent.model for consent in CONSENTS}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("commonplace.") and model not in asked
        for field in model._meta.local_fields
        if YES.search(field.name)
    }
    assert sorted(found) == sorted(NO_CONSENT)


def test_each_goes_with_its_person() -> None:
    """Erasing knows the rows of each: a yes of somebody who is gone holds nowhere."""
    declared = {mine.model for mine in MINE} | {Person}
    assert [consent.code for consent in CONSENTS if consent.model not in declared] == []


@pytest.fixture
def cast(stick, ines, hal, tomasz, table, window) -> Cast:
    stick.modules = [*stick.modules, "gatherings", "protocols", "undertakings", "repertoire", "map"]
    stick.visibility = Visibility.PUBLIC
    stick.save(update_fields=["modules", "visibility"])
    traces.forget()
    return Cast(stick, ines, hal, tomasz, table, window)


def shown(agreed: Agreed, readers: Sequence[Client]) -> list[str]:
    """Where it shows to others: its own pages, the community's, search, feeds and what programs are told."""
    found = []
    for reader in readers:
        for page in (*agreed.pages, *EVERYWHERE, f"/search?q={quote(agreed.mark)}"):
            answer = reader.get(page)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            # What was looked for is said back in its field.
            said = body.decode().replace(f'value="{agreed.mark}"', "").replace(f"q={quote(agreed.mark)}", "")
            if agreed.mark in said and not ("search" in page and "<mark>" not in said):
                found.append(page)
    return found


def gone_out() -> list[str]:
    """The addresses to which the worker sends what waits, which stays unsent afterwards."""
    with transaction.atomic():
        send_due(now=timezone.now() + timedelta(minutes=1))
        to = [one for letter in mail.outbox for one in letter.to]
        transaction.set_rollback(True)
    mail.outbox.clear()
    return to


def test_each_is_given_by_the_walk() -> None:
    assert sorted(GIVE) == sorted(CONSENTS.codes)


@pytest.mark.parametrize("code", CONSENTS.codes)
def test_what_is_taken_back_is_gone_at_once(code: str, cast: Cast, django_capture_on_commit_callbacks) -> None:
    """From the pages that were read a moment ago, from feeds, search and programs, and from letters that wait."""
    agreed = GIVE[code](cast)
    own, member = Client(), Client()
    own.force_login(cast.hal)
    member.force_login(cast.hal if code == "devices" else cast.tomasz)
    readers = (member, Client())
    if agreed.kind:
        waiting = Letter.objects.filter(to="hal@example.org", sent_at=None)
        waiting.exclude(kind=agreed.kind).delete()
        assert waiting.exists()
        assert "hal@example.org" in gone_out()
    elif code != "wider_audience":
        assert shown(agreed, readers) != []
    for one in [one for one in all_given_by(cast.hal) if one.of.code == code]:
        with django_capture_on_commit_callbacks(execute=True):
            own.post("/me/agreed", {"of": code, "which": one.pk})
    agreed.later()
    assert [one for one in all_given_by(cast.hal) if one.of.code == code] == []
    if agreed.kind:
        assert "hal@example.org" not in gone_out()
    else:
        assert shown(agreed, readers[-1:] if code == "wider_audience" else readers) == []
