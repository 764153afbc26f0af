"""A house of its own in another process: somebody moves in, writes, signs in, and everything in it is told.

python -m commonplace.house.tests.living settle
"""

import hashlib
import json
import os
import sys
import time
from datetime import timedelta
from itertools import count
from random import Random

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.core.signing import dumps, loads
from django.db import connection
from django.db.models import FileField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed
from commonplace.conversations.actions.drafting import drop_draft, keep_draft
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Draft, Post
from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.files.tests.samples import picture
from commonplace.house.backup.rows import LEFT_OUT
from commonplace.house.cli.prepared import prepare
from commonplace.house.tests.stepping import make_only_what_is_added_to
from commonplace.letters.actions import post
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.people.sessions import SessionStore
from commonplace.search.models import SearchEntry
from commonplace.search.queries import Filters, find
from commonplace.transfer.models import Enclosed, Handle, Import, Letter, SetAside

PASSPHRASE = "a stick against the pavement"


def settle(*words: str) -> None:
    """Somebody moves in, with one of everything that is hard to carry."""
    prepare()
    now = timezone.now()
    person = register(name=words[0] if words else "Inês Baptista", address="ines@example.org", is_confirmed=True)
    person.set_password(PASSPHRASE)
    person.languages, person.joined_at = ["pt", "en"], now - timedelta(days=400, microseconds=123)
    person.save()
    stick = found(by=person, name="The Listening Stick", slug="stick", domain="Finding “the” water\u2028we lose \\ N")
    rosa = register(name="Rosa Quispe", address="rosa@example.org", is_confirmed=True)
    admit(person=rosa, community=stick)
    # Too much, and too mixed, to become small when packed.
    notes = f"żółw\n{Random(1).randbytes(150_000).hex()}".encode()
    files = [keep_bytes(name="leak.png", data=picture()), keep_bytes(name="notes.txt", data=notes)]
    conversation = open_conversation(
        by=person,
        space=stick.spaces.get(slug="table"),
        kind="question",
        title="Gurgle or hiss?",
        text="A gurgle\tunder the *road*.\r\nWhat is it?",
        topics=["Pipes"],
        attachments=files,
    )
    reply(by=rosa, conversation=conversation, text="Air, says the manometer.")
    for place in ("opening", "reply:1"):
        keep_draft(by=person, community=stick, place=place, words={"text": "half\n", "title": ""})
    drop_draft(by=person, community=stick, place="reply:1")
    run = Import.objects.create(
        community=stick,
        space=conversation.space,
        by=person,
        name="wells",
        bytes_total=2**40,
        upload=default_storage.save("transfer/0123abcd", ContentFile(b"From somebody\n")),
    )
    enclose(run)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "JBSWY3DP", "Z": 1, "a": [None, True]})
    post(to="rosa@example.org", kind="welcome", subject="Welcome", text="Come in.")
    session = SessionStore()
    session.create()
    print(dumps({"person": person.pk}))


def enclose(run: Import) -> None:
    """One file of an archive, as bytes in a row."""
    here = {"community": run.community}
    sender = Handle.objects.create(**here, run=run, handle="someone@example.org")
    letter = Letter.objects.create(
        **here,
        run=run,
        digest="d",
        file=0,
        offset=2**33,
        size=3,
        sent_at=run.begun_at,
        sender=sender,
        talk="t",
        subject="s",
    )
    aside = SetAside.objects.create(**here, letter=letter, sent_at=run.begun_at, reason="virus")
    Enclosed.objects.create(set_aside=aside, position=1, name="all.bin", data=bytes(range(256)))


def told() -> None:
    """Print every row, read by Django alone, and the digest of every file that a row names."""
    rows: dict[str, object] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in LEFT_OUT:
            continue
        found = list(model._base_manager.order_by("pk").values())
        rows[model._meta.label] = json.loads(json.dumps(found, default=_plain, sort_keys=True))
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                for name in filter(None, (row[field.attname] for row in found)):
                    with default_storage.open(name, "rb") as stored:
                        rows[name] = hashlib.sha256(stored.read()).hexdigest()
    print(json.dumps(rows))


def _plain(value: object) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def signs_in() -> bool:
    """Whether the passphrase opens the door; it leads to the second step where there is one."""
    page = Client(headers={"host": "localhost"}).post(
        reverse("account_login"), {"login": "ines@example.org", "password": PASSPHRASE}
    )
    return page.status_code == 302


def lives_on(token: str) -> None:
    """Print what only a whole house can do: sign in, believe its own signatures, find, count on."""
    person, community = Person.objects.earliest("pk"), Community.objects.earliest("pk")
    does = {
        "sessions": Session.objects.count(),
        "signs_in": signs_in(),
        "signed": loads(token),
        "found": find(person, "manometer", Filters()).total,
        "next_draft": Draft.objects.create(person=person, community=community, place="reply:1").pk,
        "vendor": connection.vendor,
    }
    print(json.dumps(does))


def write() -> None:
    """Reply with a new file again and again, saying so, until standard output is closed."""
    conversation, person = Conversation.objects.earliest("pk"), Person.objects.earliest("pk")
    for number in count():
        file = keep_bytes(name=f"{number}.txt", data=f"said {os.getpid()} {number}".encode())
        reply(by=person, conversation=conversation, text=f"Reply {number}.", attachments=[file])
        print(number, flush=True)
        time.sleep(0.02)


def agrees() -> None:
    """Print whether counts, deeds, the index and the files that rows name agree with the posts."""
    told, posts = [], Post.objects.count()
    for conversation in Conversation.objects.all():
        told.append((conversation.post_count, conversation.last_number) == (conversation.posts.count(),) * 2)
    told += [
        SearchEntry.objects.filter(kind="post").count() == posts,
        Deed.objects.filter(verb__in=["opened", "replied"]).count() == posts,
    ]
    for stored in StoredFile.objects.all():
        with stored.content.open("rb") as content:
            told.append(hashlib.sha256(content.read()).hexdigest() == stored.sha256)
    print(json.dumps({"agree": all(told), "posts": posts, "files": StoredFile.objects.count()}))


def steps() -> None:
    """Take every step since the first, in a house whose tables would else be made at once."""
    make_only_what_is_added_to()
    call_command(Migrate(), verbosity=0)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
