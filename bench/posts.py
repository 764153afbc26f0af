"""What it costs to set the fifty posts of a conversation's page: from pieces, and by the template engine.

In a house that bench/fill.py filled, as a member, in processor time; rounds are interleaved, and the middle one counts.
The template below sets the same posts with less than what ours show: no files, no outcomes, nothing taken back.

    COMMONPLACE_DATA=/somewhere/filled python bench/posts.py [--rounds 200]
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")

import django

django.setup()

from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils.safestring import SafeString

from commonplace.conversations.posts_seen import Posts
from commonplace.conversations.typeset import Typesetter
from commonplace.conversations.views import page

TEMPLATE = """{% load i18n ui %}{% for post, byline, mine in posts %}
<article class="post" id="p{{ post.number }}" aria-label="{% blocktranslate with name=byline.name n=post.number %}{{ name }}, {{ n }}{% endblocktranslate %}">
<div class="post__head">{% person name=byline.name url=byline.url about=byline.about %}
<p class="meta"><a href="{{ here }}?from={{ post.number }}#p{{ post.number }}">{% moment post.written_at %}</a>{% if post.edited_at %}<a href="{{ here }}posts/{{ post.number }}/history">{% translate "changed" %}</a>{% endif %}</p></div>
<div class="prose">{{ post.html|safe }}</div>
<div class="post__foot">
{% if may_write %}<a class="btn btn--small btn--quiet" href="{{ here }}?from={{ post.number }}&amp;reply={{ post.number }}#reply">{% translate "Reply" %}</a>{% endif %}
{% if not mine %}<button class="btn btn--small btn--quiet" form="deeds" formaction="{{ here }}posts/{{ post.number }}/thanks" aria-pressed="{{ post.is_thanked|yesno:"true,false" }}">{% translate "This helped" %}</button>{% endif %}
<details class="more post__more" data-disclosure><summary>{% translate "More" %}</summary><div>
{% if may_write %}<a href="{{ here }}?from={{ post.number }}&amp;quote={{ post.number }}#reply">{% translate "Quote" %}</a>{% endif %}
{% if mine %}<a href="{{ here }}posts/{{ post.number }}/text">{% translate "Change" %}</a>{% else %}<a href="{{ here }}posts/{{ post.number }}/outcome">{% translate "I used this. What happened…" %}</a>{% endif %}
<a href="{{ here }}?from={{ post.number }}#p{{ post.number }}" data-copy data-copied="{% translate "Copied" %}">{% translate "Copy its address" %}</a>
{% if not mine %}<a href="{{ flag }}post/{{ post.pk }}">{% translate "Something is wrong with this" %}</a>{% endif %}
</div></details></div></article>{% endfor %}"""  # noqa: E501


class ByTemplate(Typesetter):
    """The same posts, set by the template engine."""

    template = engines["django"].from_string(TEMPLATE)

    def set(self) -> SafeString:
        posts = [(post, self._byline(post.author), self._is_mine(post)) for post in self.posts.posts]
        return self.template.render(
            {"posts": posts, "here": self.address, "may_write": self.may_write, "flag": self.moderation["flag"]}
        )


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = process_time()
    work()
    return (process_time() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    facts = json.loads((settings.DATA / "facts.json").read_text())
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = facts["session"]
    path = f"/c/{facts['slug']}/conversations/{facts['long']}/"
    ways: dict[str, type[Typesetter]] = {"from pieces": Typesetter, "by template": ByTemplate}
    given: list[Any] = []
    chosen: list[type[Typesetter]] = [Typesetter]

    def watched(make: Callable[..., str], *, posts: Posts) -> Callable[[], str]:
        given[:] = [posts]
        return lambda: chosen[0](posts).set()

    # What is kept is set each time here.
    page.kept = watched  # type: ignore[attr-defined]
    client.get(path)
    posts: dict[str, list[float]] = {name: [] for name in ways}
    pages: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            chosen[:] = [way]
            posts[name].append(spent(lambda way=way: way(*given).set()))  # type: ignore[misc]
            pages[name].append(spent(lambda: client.get(path)))
    print(f"{'':14}{'posts, ms':>11}{'page, ms':>11}")
    for name in ways:
        print(f"{name:14}{median(posts[name]):>11.2f}{median(pages[name]):>11.2f}")


if __name__ == "__main__":
    main()
