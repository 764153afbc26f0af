"""A letter as others' programs see its form."""

import shutil
from pathlib import Path

import pytest

from commonplace.digests.actions.sending import send
from commonplace.digests.tests.outbox import letter_to
from commonplace.letters.envelope import as_mail
from commonplace.mail.tests.judged import faults_of_form

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(shutil.which("spamassassin") is None, reason="SpamAssassin is not installed")
def test_spamassassin_finds_no_fault_of_form(issue, tomasz, evening, settings, tmp_path: Path) -> None:
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True
    settings.DEFAULT_FROM_EMAIL = "Commons <house@commons.example>"
    send(issue=issue, now=evening)
    assert faults_of_form(as_mail(letter_to(tomasz)).message().as_bytes(), tmp_path) == []
