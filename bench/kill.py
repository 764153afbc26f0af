"""A committed write survives a killed process: replies are posted while workers are killed, and then counted.

Several members post to one conversation through the production server; every now and then a worker gets SIGKILL, and at
the end the whole server does. Every reply that was answered must be there, whole: once, with its number, its deed, its
place in the search index, and counted by its conversation. Replies that were cut off may be there or not, but whole.

    python bench/kill.py [--seconds 30] [--writers 6] [--every 6] [--posts 5000] [--keep FOLDER]
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.pages import environment, fill
from bench.serving import ROOT, Server, house

TOKEN = "a" * 32
TARGET = 20  # posts that the conversation has before (see fill.py)
COUNT = """
import json, sys
import django
django.setup()
from commonplace.communities.models import Deed
from commonplace.conversations.models import Conversation, Post
from commonplace.search.models import SearchEntry
pk, before, acknowledged, cut = json.load(sys.stdin)
conversation = Conversation.objects.get(pk=pk)
posts = list(conversation.posts.filter(number__gt=before).order_by("number"))
ids = [post.pk for post in posts]
keys = [post.source.removeprefix("Said as ").rstrip(".") for post in posts]  # what the writers said
deeds = list(Deed.objects.filter(verb="replied", part_id__in=ids).values_list("part_id", flat=True))
found = list(SearchEntry.objects.filter(kind="post", object_id__in=ids).values_list("object_id", flat=True))
said = {
    "acknowledged replies that are lost": len(set(acknowledged) - set(keys)),
    "replies that are there twice": len(keys) - len(set(keys)),
    "replies nobody sent": len(set(keys) - set(acknowledged) - set(cut)),
    "replies without their deed": len(set(ids) ^ set(deeds)) + len(deeds) - len(set(deeds)),
    "replies that search does not find": len(set(ids) ^ set(found)),
    "gaps in the numbers": int([post.number for post in posts] != list(range(before + 1, before + 1 + len(posts)))),
    "wrong counts": int(conversation.last_number != before + len(posts))
    + int(conversation.post_count != conversation.posts.count()),
}
print(json.dumps([len(posts), said]))
"""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The answer to a reply is the way to it, which nobody here follows."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Writers:
    """Members who post until they are told to stop; what was answered, and what was cut off."""

    def __init__(self, server: Server, path: str, sessions: list[str]) -> None:
        self.server, self.path, self.sessions = server, path, sessions
        self.acknowledged: list[str] = []
        self.cut: list[str] = []
        self.other: dict[int, int] = {}
        self.ended = threading.Event()

    def write(self, place: int, number: int) -> None:
        opener = urllib.request.build_opener(NoRedirect)
        mine = self.sessions[place::number]
        while not self.ended.is_set():
            idempotency_key, session = str(uuid4()), random.choice(mine)  # nosec B311
            form = urlencode(
                {
                    "csrfmiddlewaretoken": TOKEN,
                    "text": f"Said as {idempotency_key}.",
                    "idempotency_key": idempotency_key,
                }
            ).encode()
            request = urllib.request.Request(self.server.address + self.path, data=form)
            request.add_header("Cookie", f"sessionid={session}; csrftoken={TOKEN}")
            try:
                opener.open(request, timeout=30).close()
                self.other[200] = self.other.get(200, 0) + 1
            except urllib.error.HTTPError as answer:
                if answer.code == 302:
                    self.acknowledged.append(idempotency_key)
                else:
                    self.other[answer.code] = self.other.get(answer.code, 0) + 1
            except (OSError, HTTPException):
                self.cut.append(idempotency_key)
                time.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--writers", type=int, default=6)
    # A worker that dies within four seconds of its birth is taken for a crash loop, and the server gives up.
    parser.add_argument("--every", type=float, default=6, help="seconds from one killing to the next, about")
    parser.add_argument("--posts", type=int, default=5_000, help="in the house, before")
    parser.add_argument("--keep", type=Path, help="a house that bench/fill.py filled; it is copied")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "house"
        if options.keep:
            shutil.copytree(options.keep, folder)
        facts = fill(folder, options.posts)
        pk, kills = facts["answered"], 0
        with house(environment(folder), folder / "serve.log") as server:
            server.wait("/api/v1/communities")
            writers = Writers(server, f"/c/{facts['slug']}/conversations/{pk}/posts", list(facts["sessions"]))  # type: ignore[call-overload]
            threads = [
                threading.Thread(target=writers.write, args=(place, options.writers), daemon=True)
                for place in range(options.writers)
            ]
            for thread in threads:
                thread.start()
            end = time.monotonic() + options.seconds
            while time.monotonic() < end:
                time.sleep(options.every * random.uniform(0.8, 1.2))  # nosec B311
                if workers := server.workers():
                    os.kill(random.choice(workers), signal.SIGKILL)  # nosec B311
                    kills += 1
            # And at last everything at once, in the middle of writing.
            os.killpg(server.process.pid, signal.SIGKILL)
            writers.ended.set()
            for thread in threads:
                thread.join(35)
        return judge(folder, int(str(pk)), writers, kills)


def judge(folder: Path, pk: int, writers: Writers, kills: int) -> int:
    """Count what is there; 0 when nothing is lost and nothing is half."""
    ran = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**environment(folder), "PYTHONPATH": str(ROOT)},
        check=True,
        text=True,
        input=json.dumps([pk, TARGET, writers.acknowledged, writers.cut]),
        stdout=subprocess.PIPE,
    )
    there, wrong = json.loads(ran.stdout)
    print(
        f"{kills} workers killed, then the server; {len(writers.acknowledged)} replies acknowledged, "
        f"{len(writers.cut)} requests cut off, {there} replies there"
    )
    if writers.other:
        print(f"other answers: {writers.other}")
    for what, number in wrong.items():
        print(f"{number:>6} {what}")
    return int(any(wrong.values()) or not writers.acknowledged)


if __name__ == "__main__":
    sys.exit(main())
