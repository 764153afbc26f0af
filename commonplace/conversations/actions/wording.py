"""From the words someone typed to what is kept: safe HTML, plain words, and whom they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower
from django.urls import reverse

from commonplace.communities.models import Community
from commonplace.communities.standing import is_current
from commonplace.conversations.models import Mention, Post
from commonplace.lib import markdown
from commonplace.lib.text import one_line as as_one_line
from commonplace.lib.text import tidy
from commonplace.people.models import Person

MAX_TITLE = 200
# Names looked up for one page of text; someone who types more is not calling anyone.
MAX_NAMES = 400


class NothingSaid(ValueError):
    """The text has no words in it."""


@dataclass(frozen=True)
class Wording:
    """A text ready to be kept."""

    source: str
    html: str
    names: frozenset[int] = frozenset()


def word(text: str, *, community: Community) -> Wording:
    """Render what someone wrote in a community; raises NothingSaid and `markdown.TextTooLong`."""
    return word_all([text], community=community)[0]


def word_all(texts: Sequence[str], *, community: Community) -> list[Wording]:
    """Render many texts, looking up whom they name in one query."""
    if longest := next((text for text in texts if len(text) > markdown.MAX_SOURCE), None):
        raise markdown.TextTooLong(len(longest))
    # As names are kept: someone may type an accent apart from its letter.
    texts = [tidy(text).strip() for text in texts]
    members = members_named((name for text in texts for name in markdown.names_after_at(text)), community=community)
    pages = {name: reverse("person", args=[community.slug, pk]) for name, pk in members.items()}
    by_page = {page: members[name] for name, page in pages.items()}
    wordings = []
    for source in texts:
        if not source:
            raise NothingSaid
        rendered = markdown.render(source, mention=lambda name: pages.get(name.lower()))
        names = frozenset(by_page[mention.href] for mention in rendered.mentions)
        wordings.append(Wording(source=source, html=rendered.html, names=names))
    return wordings


def members_named(names: Iterable[str], *, community: Community) -> dict[str, int]:
    """Ids of the current members with these names (in lower case); a name that two of them bear calls neither."""
    wanted = list(dict.fromkeys(names))[:MAX_NAMES]
    if not wanted:
        return {}
    # SQLite lowers ASCII letters only, so a name that begins with another letter is also looked for as it is written.
    spellings = {*wanted, *(_as_sqlite_lowers(name) for name in wanted)}
    people = Person.objects.filter(
        pk__in=community.memberships.filter(is_current()).values("person_id"), is_active=True
    )
    found: dict[str, list[int]] = {}
    rows = people.annotate(folded=Lower("name")).filter(folded__in=spellings).values_list("name", "pk")
    for name, pk in rows:
        found.setdefault(name.lower(), []).append(pk)
    return {name: pks[0] for name, pks in found.items() if len(pks) == 1}


def _as_sqlite_lowers(name: str) -> str:
    return " ".join(part if part[:1].isascii() else part[:1].upper() + part[1:] for part in name.split(" "))


def name_people(posts: Iterable[tuple[Post, Wording]]) -> None:
    """Keep whom each post names."""
    mentions = [Mention(post=post, person_id=pk) for post, wording in posts for pk in sorted(wording.names)]
    if mentions:
        Mention.objects.bulk_create(mentions, batch_size=500, ignore_conflicts=True)


def one_line(title: str) -> str:
    """A title as it is kept: one line, at most 200 characters; raises NothingSaid."""
    line = as_one_line(title)[:MAX_TITLE]
    if not line:
        raise NothingSaid
    return line
