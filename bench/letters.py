"""How fast letters go out, and whether each goes once: many at one moment, to a mail server on this machine.

It takes every letter, reads it and keeps its recipient, so the clock runs on both sides of the wire. The letters are
those of one post to many readers, each with its own words already in the outbox; the worker's rounds send them.

python bench/letters.py [--letters 10000] [--round 2500] [--json]                      on SQLite
bin/postgres python bench/letters.py [--letters 10000] [--round 2500] [--json]         on PostgreSQL
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--letters", type=int, default=10_000)
parser.add_argument("--round", type=int, default=2_500, help="letters in one round of the worker, and one connection")
parser.add_argument("--json", action="store_true")
options = parser.parse_args()
os.environ["COMMONPLACE_DATA"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "DEBUG": "0"}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.conversations.actions.opening import open_conversation
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.letters.tests.mail_server import MailServer
from commonplace.mail.sending import send_post
from commonplace.people.actions import register

AT_ONCE = 500


def post(letters: int) -> None:
    """As many letters as are asked for, of one post to one reader, each to an address of its own."""
    ines = register(name="Inês Baptista", address="ines@example.org", is_confirmed=True)
    stick = found(by=ines, name="The Listening Stick", slug="stick")
    table = stick.spaces.get(slug="table")
    asked = open_conversation(
        by=ines, space=table, kind="question", title="Which clamp holds?", text="On lead, and at night.\n\n" * 8
    )
    now = timezone.now()
    stop = f"{settings.BASE_URL}/letters/stop/abc"
    one = send_post(asked.posts.get(), ines, why="You asked for it.", key="many:0", now=now, stop_url=stop)
    assert one is not None
    Letter.objects.filter(pk=one.pk).update(about="")
    one.refresh_from_db()
    same = {field.attname: getattr(one, field.attname) for field in Letter._meta.concrete_fields}
    del same["id"]
    for begin in range(1, letters, AT_ONCE):
        Letter.objects.bulk_create(
            Letter(**{**same, "key": f"many:{n}", "to": f"p{n}@example.org"})
            for n in range(begin, min(begin + AT_ONCE, letters))
        )


def main() -> None:
    call_command("migrate", verbosity=0)
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_IN = "Commons <house@commons.example>", True
    settings.BASE_URL, settings.MAIL_DOMAIN = "https://commons.example", "mail.commons.example"
    post(options.letters)
    with MailServer() as server:
        settings.MAILERS = server.mailers
        begun, rounds = time.perf_counter(), 0
        while send_due(now=timezone.now(), limit=options.round).sent:
            rounds += 1
        took = time.perf_counter() - begun
        addresses = {mail["To"] for mail in server.letters}
        figures = {
            "letters": options.letters,
            "arrived": len(server.letters),
            "once_each": len(addresses) == len(server.letters) == len(set(server.senders)) == options.letters,
            "connections": server.callers,
            "rounds": rounds,
            "words_left": Letter.objects.exclude(text="").count(),
            "per_second": round(options.letters / took, 1),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "database": connection.vendor,
        }
    if options.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{name:>12}  {figure}")


if __name__ == "__main__":
    main()
