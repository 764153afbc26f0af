"""How many of the topics that people chose the suggestion finds among its first five.

    python bench/topics.py [FOLDER ...] [--json]

Each folder is a dump of Stack Exchange. The vocabulary are the tags of the first 80 percent of its questions in time;
each later question is read as somebody would write it, title and text, and at most five words are suggested. `recall`
is the share of its tags that are among them, `precision` the share of them that are its tags; `frequent` is what the
five commonest tags of the first 80 percent would do, whatever is asked. Without a folder a made-up site is read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
django.setup()

from commonplace.conversations.queries.suggesting import words_for
from commonplace.lib.archives.stackexchange import opens
from commonplace.lib.archives.stream import Message

FIRST = 5
EARLIER = 0.8


def main() -> None:
    """Print the figures of each site."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for folder in options.folders or [None]:
        found = measured(questions(folder) if folder else made_up())
        name = folder.name if folder else "made up"
        if options.json:
            print(json.dumps({"site": name, **found}))
            continue
        print(f"{name}: {found['questions']} later questions, {found['tags']} tags, {found['vocabulary']} words known")
        for method in ("frequent", "suggested"):
            print(f"  {method:10} precision {found[method]['precision']:.3f}  recall {found[method]['recall']:.3f}")


type Question = tuple[str, str, tuple[str, ...]]


def questions(folder: Path) -> list[Question]:
    """Title, text and tags of each question of a site, in the order of time."""
    told = (one for one in opens([folder]).records() if isinstance(one, Message) and one.thread == one.key)
    return [(one.title, one.text, one.topics) for one in sorted(told, key=lambda one: one.at) if one.topics]


def made_up() -> list[Question]:
    """A site on which everybody says in the title what it is about, and never what it is mostly about."""
    words = ("valves", "pumps", "meters", "loggers", "mains", "seams", "weirs")
    return [(f"Which {words[n % 7]} sing?", "At night.", (words[n % 7], "water")) for n in range(200)]


def measured(asked: Sequence[Question]) -> dict[str, Any]:
    """Precision and recall of what is suggested, and of the commonest tags."""
    cut = int(len(asked) * EARLIER)
    times = Counter(tag for _title, _text, tags in asked[:cut] for tag in tags)
    commonest = [tag for tag, _n in times.most_common(FIRST)]
    vocabulary = {tag: [tag] for tag in times}
    later = asked[cut:]
    methods: dict[str, Callable[[str, str], Sequence[str]]] = {
        "frequent": lambda _title, _text: commonest,
        "suggested": lambda title, text: words_for(title, text, vocabulary, language="en", most=FIRST),
    }
    found: dict[str, Any] = {
        "questions": len(later),
        "tags": sum(len(tags) for _title, _text, tags in later),
        "vocabulary": len(vocabulary),
    }
    for name, method in methods.items():
        said = [(set(method(title, text)), set(tags)) for title, text, tags in later]
        hits = sum(len(words & tags) for words, tags in said)
        found[name] = {
            "precision": hits / max(1, sum(len(words) for words, _tags in said)),
            "recall": hits / max(1, found["tags"]),
        }
    return found


if __name__ == "__main__":
    main()
