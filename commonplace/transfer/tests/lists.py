"""Lists of people as a steward brings them in the browser."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonplace.transfer.models import PeopleList

LISTS = "/c/stick/imports/lists/"
ROWS = (
    "Name,E-mail,Where you work,Country,Birthday",
    "Nour Aziz,nour@example.net,East Mill,Poland,1 May",
    "Enno Brand,ENNO@example.net,,Polska,2 May",
    "Hal,hal@example.org,,,",
    "Nobody,,,,",
    "Twice,nour@example.net,,,",
    "=1+1,sum@example.net,,Atlantis,",
    "Lost,lost at example,,,",
)


def bring(steward: Client, *rows: str, name: str = "network.csv") -> PeopleList:
    upload = SimpleUploadedFile(name, "\n".join(rows or ROWS).encode())
    answer = steward.post(LISTS, {"file": upload})
    assert answer.status_code == 302, answer.text
    return PeopleList.objects.get(pk=int(answer["Location"].rpartition("/")[2]))


def agreed(steward: Client, *rows: str) -> PeopleList:
    people = bring(steward, *rows)
    said = {f"column-{n}": one["field"] for n, one in enumerate(people.columns)}
    assert steward.post(page_of(people), said).status_code == 302
    return people


def page_of(people: PeopleList) -> str:
    return f"{LISTS}{people.pk}"
