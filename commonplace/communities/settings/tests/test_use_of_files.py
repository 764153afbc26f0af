"""Stewards see what the files of their community take, and what there is room for."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonplace.communities.models import Community
from commonplace.files.actions import keep
from commonplace.people.models import Person


def told(page: str) -> str:
    part = page.partition('id="files"')[2].partition("</section>")[0]
    return " ".join(re.sub("<[^>]+>", " ", part.partition("<p>")[2].partition("</p>")[0]).replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (0, "2 files are kept here, 3.0 KB together."),
        (4096, "2 files are kept here, 3.0 KB together. There is room for 1.0 KB more, of 4.0 KB."),
        (
            3072,
            "2 files are kept here, 3.0 KB together. That is all the room there is (3.0 KB), so no more are taken."
            " Whoever runs this house can make more.",
        ),
    ],
)
def test_a_steward_reads_what_is_kept(stick: Community, ines: Person, client: Client, settings, most: int, said: str):
    settings.FILES_QUOTA_BYTES = most
    for size in (1024, 2048):
        keep(upload=SimpleUploadedFile("a.txt", b"a" * size), account=stick.pk)
    keep(upload=SimpleUploadedFile("a.txt", b"a" * 5), account=stick.pk + 1)
    client.force_login(ines)
    assert told(client.get(reverse("settings", args=[stick.slug])).text) == said


def test_no_member_does(stick: Community, hal: Person, client: Client):
    client.force_login(hal)
    assert client.get(reverse("settings", args=[stick.slug])).status_code == 404
