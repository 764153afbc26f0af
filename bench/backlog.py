"""Work for the worker of a made-up house: posts of a list that the ledger's readers have not met, and letters.

COMMONPLACE_DATA=/somewhere/filled python bench/backlog.py --posts 200 --letters 200
"""

import argparse
import json
import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")

import django

django.setup()

from django.conf import settings
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.models import Conversation
from commonplace.letters.actions import post
from commonplace.letters.queries import waiting
from commonplace.people.models import Person


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=200)
    parser.add_argument("--letters", type=int, default=200)
    options = parser.parse_args()
    facts = json.loads((settings.DATA / "facts.json").read_text())
    now = timezone.now()
    # One that no page of the run asks for by itself.
    others = Conversation.objects.filter(community__slug=facts["slug"]).exclude(
        pk__in=[facts[name] for name in ("conversation", "answered", "long")]
    )
    into = others.select_related("community", "space").earliest("pk")
    people = list(Person.objects.filter(claimed_at__isnull=False).order_by("pk")[:40])
    said = [
        Arrival(people[n % len(people)], now - timedelta(seconds=options.posts - n), f"Said meanwhile, {n}.", into=into)
        for n in range(options.posts)
    ]
    import_posts(space=into.space, arrivals=said, origin="bench")
    for number in range(options.letters):
        post(to=f"reader-{number}@example.org", kind="digest", subject="What was said", text="Several things.\n")
    print(f"{Deed.objects.filter(sequence=None).count()} deeds and {waiting(timezone.now()).due} letters wait")
    return 0


if __name__ == "__main__":
    sys.exit(main())
