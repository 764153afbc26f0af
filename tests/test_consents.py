"""Whatever sounds like a yes is a consent that its giver finds and takes back, or says here why it is none."""

import re

from django.apps import apps

from commonplace.people.consents import CONSENTS
from commonplace.people.mine import MINE
from commonplace.people.models import Person

YES = re.compile(r"agree|consent|welcome|allow|given|named_|^told$|^says$|speaks_as|shows|needs_yes|letters")
NO_CONSENT = {
    "letters.Letter.given_up_at": "when the mail server had refused it often enough",
    "communities.Space.in_letters": "what a steward says of a space",
    "conversations.Mention.named_at": "when somebody else named them",
    "conversations.Move.agreed_at": "when the last of its authors had agreed",
    "devices.DevicePassword.shows": "what their own programs show them",
    "gatherings.Answer.says": "whether they come; taken back where they said it",
    "mail.MailingList.named_at": "when a list got its address",
    "repertoire.Anonymising.agreed": "in the words of whoever looked for names",
    "repertoire.Consent.says": "stands with the passage that it is about",
    "runs.WhatCame.told": "a post of theirs, which they withdraw as any other",
    "transfer.Import.letters": "how many there were",
    "transfer.PeopleList.agreed_at": "a steward's word on a list that moved in",
    "undertakings.Swap.given": "a week at a desk",
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
