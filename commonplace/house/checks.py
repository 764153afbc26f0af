"""What `doctor` looks at: each check says in plain words what is well, what to mind, and what is wrong."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import mailers
from django.core.validators import validate_email
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from requests import RequestException

from commonplace.communities.models import Community
from commonplace.house import counts, data_folder
from commonplace.house.caching import Shared
from commonplace.house.findings import Finding, fine, note, wrong
from commonplace.letters import outages
from commonplace.letters.queries import Failing, waiting
from commonplace.search.findable import FINDABLE
from commonplace.search.models import Progress, SearchEntry
from commonplace.ui import places

ENOUGH_SPACE = 512 * 1024 * 1024  # bytes
ASLEEP_AFTER = timedelta(minutes=10)
LETTERS = "Say: bin/commonplace letters"
LOCAL = frozenset(("localhost", "127.0.0.1", "::1", "0.0.0.0"))  # nosec B104  # compared with, never listened on


def examine(*, now: datetime) -> Iterator[Finding]:
    """Look at everything; what needs the database is left out where it does not answer or is not prepared."""
    yield from _folder()
    yield from _address()
    yield from _demo()
    yield from _elsewhere()
    yield from _redis()
    yield from _places()
    answers = list(database())
    yield from answers
    if any(finding.is_wrong for finding in answers):
        return
    for check in WITH_DATABASE:
        yield from check(now)


def is_local() -> bool:
    """Whether the public address is this machine alone."""
    return (urlsplit(settings.BASE_URL).hostname or "") in LOCAL


def _folder() -> Iterator[Finding]:
    data = Path(settings.DATA)
    try:
        data.mkdir(mode=data_folder.FOLDER, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=data):
            yield fine(f"The data folder {data} can be written.")
    except OSError as problem:
        yield wrong(f"The data folder {data} cannot be written ({problem.strerror}). Files and the key live there.")
        return
    free = shutil.disk_usage(data).free
    if free < ENOUGH_SPACE:
        yield wrong(f"The disk has {free // 2**20} MB left. Make room before it is full: writing stops then.")
    else:
        yield fine(f"The disk has {free // 2**30} GB left.")
    for path in data_folder.open_to_others(data, str(settings.DATABASES["default"]["NAME"])):
        mode = 700 if path.is_dir() else 600
        yield wrong(f"Others on this machine can reach {path}. Say: chmod {mode} {shlex.quote(str(path))}")


def _address() -> Iterator[Finding]:
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        yield wrong(
            f"BASE_URL is {settings.BASE_URL!r}; it should be what people type, such as https://commons.example."
        )
        return
    if "*" in settings.ALLOWED_HOSTS:
        yield wrong("ALLOWED_HOSTS is '*': forged host names would be believed. Name the hosts.")
    elif host not in settings.ALLOWED_HOSTS:
        yield wrong(f"BASE_URL says {host}, and ALLOWED_HOSTS does not have it: pages would refuse to answer.")
    if is_local():
        yield note(f"BASE_URL is {settings.BASE_URL}: links in letters work on this machine only.")
        return
    if parts.scheme == "http":
        yield wrong("BASE_URL begins with http: what people write travels in the open. Put TLS in front and say https.")
    elif settings.SECURE_PROXY_SSL_HEADER is None:
        yield wrong(
            "BASE_URL is https and BEHIND_PROXY is off: sign-in fails behind a web server with TLS. Set it to 1."
        )
    else:
        yield fine(f"People come by {settings.BASE_URL}.")
    if settings.DEBUG:
        yield wrong("DEBUG is on at a public address: error pages tell everything to everyone. Unset it.")


def _demo() -> Iterator[Finding]:
    if settings.DEMO and not is_local():
        yield wrong("COMMONPLACE_DEMO is on at a public address: anyone may walk in as anyone of the demo. Unset it.")
    elif settings.DEMO:
        yield note("The demo is on: anyone at this machine may walk in as one of its people.")


def _elsewhere() -> Iterator[Finding]:
    apps: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    for app in apps:
        url = app["settings"]["server_url"]
        if not app["client_id"] or not app["secret"]:
            yield wrong("OIDC_URL is set; OIDC_CLIENT_ID and OIDC_SECRET belong to it, and that server gives you both.")
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in LOCAL:
            yield wrong(f"OIDC_URL is {url!r}: without https anyone on the way could sign in as anyone.")
        try:
            with get_adapter().get_requests_session() as wire:
                answer = wire.get(OpenIDConnectProvider(None, app=SocialApp(**app)).server_url)
                answer.raise_for_status()
                issuer = answer.json()["issuer"]
        except (RequestException, KeyError, TypeError) as problem:
            yield wrong(f"No OpenID Connect server answers at OIDC_URL: {problem!r}")
        else:
            back = reverse("openid_connect_callback", args=[app["provider_id"]])
            yield fine(f"People of {issuer} can sign in, where it knows the way back: {settings.BASE_URL}{back}")


def _redis() -> Iterator[Finding]:
    shared = caches["house"]
    if isinstance(shared, Shared):
        problem = shared.problem()
        yield (
            wrong(f"Redis does not answer at REDIS_URL ({problem}): every page is made anew, and slower for it.")
            if problem
            else fine("Redis answers.")
        )


def _places() -> Iterator[Finding]:
    try:
        places.check()
    except places.UnknownPlace as slip:
        yield wrong(f"A page has a part that nobody shows: {slip}. This is a fault of the program.")


def database() -> Iterator[Finding]:
    """Whether the database answers and is prepared."""
    try:
        connection.ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as problem:
        yield wrong(f"The database does not answer: {' '.join(str(problem).split())}. Look at DATABASE_URL.")
        return
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield wrong(f"The database lacks {len(plan)} steps. Say: bin/commonplace migrate")
        return
    yield fine(f"The database ({connection.vendor}) answers and is up to date.")
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        mode, level = (cursor.execute(ask).fetchone()[0] for ask in ("PRAGMA journal_mode", "PRAGMA synchronous"))
    if mode not in ("wal", "memory"):
        yield wrong(
            f"SQLite keeps its journal in the mode {mode!r} instead of WAL: readers and writers wait for each other."
        )
    if level == 1:
        yield note(
            "SQLite waits for the disk at checkpoints: a power cut may take the last writes (SQLITE_SYNCHRONOUS)."
        )
    elif level == 0:
        yield wrong(
            "SQLite does not wait for the disk at all: a power cut may break the file. Unset SQLITE_SYNCHRONOUS."
        )


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if encoding != "UTF8":
        yield wrong(f"The PostgreSQL database is encoded as {encoding}; names of half the world need UTF8.")
    if version < 150000:
        yield wrong(f"PostgreSQL {version // 10000} is older than 15, the oldest this house is tried on.")


def _letters(now: datetime) -> Iterator[Finding]:
    is_printing = "terminal" in settings.MAILERS["default"]["BACKEND"]
    if is_printing:
        words = "No MAIL_URL: letters and sign-in codes are printed by the worker, and reach nobody by mail."
        yield note(words) if is_local() else wrong(words)
    elif "localhost" in settings.DEFAULT_FROM_EMAIL:
        yield wrong("MAIL_FROM is not set: letters come from localhost, and mail servers refuse them.")
    elif not _is_sender(settings.DEFAULT_FROM_EMAIL):
        yield wrong(
            f"MAIL_FROM is {settings.DEFAULT_FROM_EMAIL!r}; it should be like Our Commons <house@commons.example>."
        )
    else:
        yield from _mail_server()
    yield from _outbox(now)


def _is_sender(words: str) -> bool:
    senders = getaddresses([words])
    try:
        validate_email(senders[0][1])
    except ValidationError:
        return False
    return len(senders) == 1


def _outbox(now: datetime) -> Iterator[Finding]:
    outbox, outage = waiting(now), outages.current()
    if outage is not None:
        yield wrong(
            f"The mail server has taken no letter since {outage.since:%Y-%m-%d %H:%M} UTC, {outbox.due} wait:"
            f" {outage.last_error}"
        )
    elif outbox.failing.count:
        yield wrong(f"{_count(outbox.failing)} could not be sent so far{_why(outbox.failing)}. {LETTERS}")
    if outbox.given_up.count:
        yield wrong(f"{_count(outbox.given_up)} were given up{_why(outbox.given_up)}. {LETTERS}")
    if outbox.unreachable:
        yield note(f"{outbox.unreachable} letters went to addresses where nobody is. {LETTERS}")
    if outbox.oldest_due_at and now - outbox.oldest_due_at > ASLEEP_AFTER:
        yield wrong(f"{outbox.due} letters wait, the oldest since {outbox.oldest_due_at:%Y-%m-%d %H:%M} UTC.")


def _count(letters: Failing) -> str:
    return f"{letters.count} letters ({', '.join(f'{count} {kind}' for kind, count in sorted(letters.kinds.items()))})"


def _why(letters: Failing) -> str:
    return f", the first since {letters.since:%Y-%m-%d %H:%M} UTC; the last time: {letters.last_error.rstrip('.')}"


def _mail_server() -> Iterator[Finding]:
    server = mailers["default"]
    try:
        server.open()
        server.close()
    except OSError as problem:
        yield wrong(f"The mail server of MAIL_URL does not answer: {problem}")
    else:
        yield fine("The mail server answers.")


def _worker(now: datetime) -> Iterator[Finding]:
    """The worker moves the search's mark with every round: an old mark is a sleeping worker."""
    seen = Progress.objects.aggregate(at=Max("until"))["at"]
    if seen is None:
        yield note("No worker has run yet. Say: bin/commonplace worker")
    elif now - seen > ASLEEP_AFTER:
        yield wrong(f"The worker was last seen on {seen:%Y-%m-%d %H:%M} UTC; no letter goes out without it.")
    else:
        yield fine("The worker is awake.")


def _search(now: datetime) -> Iterator[Finding]:
    behind = False
    for findable in FINDABLE:
        # Persons and communities are taken in by the worker, a moment later.
        if findable.in_spaces:
            indexed = SearchEntry.objects.filter(kind=findable.kind, object_id=OuterRef("pk"))
            if missing := findable.rows().filter(~Exists(indexed)).count():
                behind = True
                yield wrong(f"{missing} {findable.many} cannot be found by searching: the index is behind.")
    if not behind:
        yield fine("Everything that is written can be found.")


def _counts(now: datetime) -> Iterator[Finding]:
    is_well = True
    for kept, number in counts.off(now=now):
        if number:
            is_well = False
            yield wrong(
                f"Counted anew, {kept.words} are other in {number} places. Say: bin/commonplace doctor --repair"
            )
    if is_well:
        yield fine("What is kept is what one would count.")


def _life(now: datetime) -> Iterator[Finding]:
    if not Community.objects.exists():
        yield note("Nobody lives here yet. Say: bin/commonplace found")


WITH_DATABASE: tuple[Callable[[datetime], Iterator[Finding]], ...] = (_letters, _worker, _search, _counts, _life)
