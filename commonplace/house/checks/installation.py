"""What an installation stands on: its folder, its address, what else it is told to ask."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from requests import RequestException

from commonplace.house import data_folder
from commonplace.house.caching import Shared
from commonplace.house.findings import Finding, fine, note, wrong
from commonplace.lib.embedding import NoVectors
from commonplace.search.meaning import service_here
from commonplace.ui import places as named_places

ENOUGH_SPACE = 512 * 1024 * 1024  # bytes
LOCAL = frozenset(("localhost", "127.0.0.1", "::1", "0.0.0.0"))  # nosec B104  # compared with, never listened on


def is_local() -> bool:
    """Whether the public address is this machine alone."""
    return (urlsplit(settings.BASE_URL).hostname or "") in LOCAL


def folder() -> Iterator[Finding]:
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


def files() -> Iterator[Finding]:
    """Whether the store that FILES_URL names takes a file, gives it back and lets it go."""
    if not settings.FILES_ARE_AWAY:
        return
    name = f"doctor/{token_hex(8)}"
    try:
        kept = default_storage.save(name, ContentFile(b"well"))
        with default_storage.open(kept, "rb") as stored:
            is_whole = stored.read() == b"well"
        default_storage.delete(kept)
    except OSError as problem:
        yield wrong(f"The store of FILES_URL does not keep files: {' '.join(str(problem).split())}")
        return
    yield fine("The store of FILES_URL keeps files.") if is_whole else wrong("The store of FILES_URL changes files.")


def address() -> Iterator[Finding]:
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


def demo() -> Iterator[Finding]:
    if settings.DEMO and not is_local():
        yield wrong("COMMONPLACE_DEMO is on at a public address: anyone may walk in as anyone of the demo. Unset it.")
    elif settings.DEMO:
        yield note("The demo is on: anyone at this machine may walk in as one of its people.")


def elsewhere() -> Iterator[Finding]:
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


def redis() -> Iterator[Finding]:
    shared = caches["house"]
    if isinstance(shared, Shared):
        problem = shared.problem()
        yield (
            wrong(f"Redis does not answer at REDIS_URL ({problem}): every page is made anew, and slower for it.")
            if problem
            else fine("Redis answers.")
        )


def embeddings() -> Iterator[Finding]:
    """Whether the service that compares what is meant answers."""
    service = service_here()
    if service is None:
        return
    try:
        service.vectors(["Are you well?"])
    except NoVectors as problem:
        yield wrong(f"No vectors come from EMBEDDINGS_URL ({problem}): what is alike is found by its words alone.")
    else:
        yield fine(f"{service.name} compares what is meant.")


def places() -> Iterator[Finding]:
    try:
        named_places.check()
    except named_places.UnknownPlace as slip:
        yield wrong(f"A page has a part that nobody shows: {slip}. This is a fault of the program.")
