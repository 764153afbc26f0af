"""Sending what nobody should send, and undoing it, so that every request meets the same house."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from commonplace.communities.models import Look
from commonplace.conversations.models import Draft
from commonplace.words.models import WordDraft
from tests.furnished import Furnished
from tests.posting import Found

WORDS = "Zq words that somebody typed"
# Leading out ends the walk; these carry no words and no rows of the house.
NOT_SENT = ("/account/logout/",)
# A draft is kept exactly when something else stands in the way.
# A page that gives back what was refused is looked at, too.
NOT_COUNTED = (Session, Draft, WordDraft, Look)


class Heeding(Client):
    """A client that knows whether anybody read what stood behind the question mark of the last address."""

    is_heeded = False

    def _base_environ(self, **request: Any) -> dict[str, Any]:
        self.is_heeded = False
        return _Environ(self, super()._base_environ(**request))


class _Environ(dict[str, Any]):
    def __init__(self, client: Heeding, given: dict[str, Any]) -> None:
        super().__init__(given)
        self.client = client

    def __getitem__(self, name: str) -> Any:
        self.client.is_heeded |= name == "QUERY_STRING"
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.client.is_heeded |= name == "QUERY_STRING"
        return super().get(name, default)


def client_of(house: Furnished, who: str, *, kind: type[Client] = Client, **options: Any) -> Client:
    client = kind(raise_request_exception=False, **options)
    person = house.person(who)
    if person is not None:
        client.force_login(person)
    return client


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever is written inside never was, nobody is slowed for it, and who was signed in still is."""
    cookies = deepcopy(client.cookies)
    for cache in caches.all(initialized_only=True):
        cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


# What each answer says to browsers: be framed by nobody, be taken for nothing else, tell no other house.
GUARDS = {
    "Content-Security-Policy": ("frame-ancestors 'none'", "default-src 'none'; sandbox"),
    "X-Content-Type-Options": ("nosniff",),
    "Referrer-Policy": ("same-origin", "no-referrer"),
    "Cross-Origin-Opener-Policy": ("same-origin",),
}


def unguarded(answer: HttpResponse) -> list[str]:
    """The headers of safety that an answer does not have, or that say less than they should."""
    said = answer.headers
    missing = [name for name, words in GUARDS.items() if not any(word in said.get(name, "") for word in words)]
    # Only what strangers may read is lent to pages of other houses: never an answer to someone signed in.
    if said.get("Access-Control-Allow-Origin") and "Cookie" in said.get("Vary", ""):
        missing.append("a word for whom it is, and lent to other houses all the same")
    return missing


def rows() -> dict[str, int]:
    """How many rows there are of each kind, in one query: it is asked after every request that was refused."""
    counted = [one for one in apps.get_models() if one not in NOT_COUNTED]
    each = (
        f"SELECT {number} AS kind, COUNT(*) AS n FROM {connection.ops.quote_name(one._meta.db_table)}"
        for number, one in enumerate(counted)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return {counted[number]._meta.label: n for number, n in cursor.fetchall()}


def said(form: Found, answer: HttpResponse, what: str) -> str:
    return f"{what}: {form.page} -> {form.action} answered {answer.status_code}"


def send(client: Client, form: Found, **changed: Any) -> HttpResponse:
    return client.post(form.action, form.filled(**changed))
