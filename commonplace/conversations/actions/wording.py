"""From the words someone typed to what is kept: safe HTML, plain words, and whom they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonplace.communities.models import Space
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.models import Mention, Post
from commonplace.conversations.queries.calling import Bearer, Directory, Why, directory
from commonplace.lib import markdown
from commonplace.lib.markdown_pictures import Pictures
from commonplace.lib.text import one_line as as_one_line
from commonplace.lib.text import tidy

MAX_TITLE = 200


class NothingSaid(ValueError):
    """The text has no words in it, or none that anybody would see."""


@dataclass(frozen=True)
class Call:
    """A name behind an @ as typed, and why nobody hears of it; whoever is called by it, if somebody is."""

    name: str
    why_not: Why | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Wording:
    """A text ready to be kept."""

    source: str
    html: str
    names: frozenset[int] = frozenset()
    calls: tuple[Call, ...] = ()


def word(
    text: str, *, space: Space, slug: str, named_before: Collection[int] = (), pictures: Pictures | None = None
) -> Wording:
    """Render what someone wrote in a space; raises NothingSaid and `markdown.TextTooLong`.

    `slug` is the community's. Whoever the text named before, by id, stays meant where two are called alike; `pictures`
    came along with it.
    """
    return word_all([text], space=space, slug=slug, named_before=named_before, pictures=pictures)[0]


def word_all(
    texts: Sequence[str],
    *,
    space: Space,
    slug: str,
    named_before: Collection[int] = (),
    pictures: Pictures | None = None,
) -> list[Wording]:
    """Render many texts, looking up whom they name at once."""
    if longest := next((text for text in texts if len(text) > markdown.MAX_SOURCE), None):
        raise markdown.TextTooLong(len(longest))
    texts = [tidy(text).strip() for text in texts]
    named = [markdown.names_after_at(text) for text in texts]
    known = directory(named, space=space, slug=slug, named_before=named_before)
    pages = known.by_page()
    wordings = []
    for source in texts:
        rendered = markdown.render(
            source, mention=known.page, pictures=pictures, with_maths="$" in source and is_on(space.community, MATHS)
        )
        if rendered.is_blank:
            raise NothingSaid
        bearers = [pages[mention.href] for mention in rendered.mentions]
        wordings.append(
            Wording(
                source=source,
                html=rendered.html,
                names=frozenset(one.pk for one in bearers),
                calls=tuple(_calls(rendered, bearers, known)),
            )
        )
    return wordings


def _calls(rendered: markdown.Rendered, bearers: Sequence[Bearer], known: Directory) -> Iterator[Call]:
    for mention, one in zip(rendered.mentions, bearers, strict=True):
        yield Call(mention.name, None if one.is_claimed else "archive", one.pk)
    yield from dict.fromkeys(Call(*known.why_not(place)) for place in rendered.unanswered)
    if rendered.has_too_many:
        yield Call("", "many")


def named_by(post: Post) -> set[int]:
    """Ids of those whom a post names as it stands."""
    return set(Mention.objects.standing().filter(post=post).values_list("person", flat=True))


def name_people(posts: Iterable[tuple[Post, Wording]]) -> None:
    """Keep whom each post names since it was written."""
    mentions = [
        Mention(post=post, person_id=pk, named_at=post.written_at)
        for post, wording in posts
        for pk in sorted(wording.names)
    ]
    if mentions:
        Mention.objects.bulk_create(mentions, batch_size=500, ignore_conflicts=True)


def name_others(post: Post, wording: Wording, *, at: datetime) -> None:
    """Keep whom a post names now that its words were changed: newly at that moment, or again, or no longer."""
    mentions = Mention.objects.filter(post=post)
    mentions.standing().exclude(person__in=wording.names).update(dropped_at=at)
    mentions.filter(person__in=wording.names).update(dropped_at=None)
    known = set(mentions.values_list("person", flat=True))
    Mention.objects.bulk_create(
        [Mention(post=post, person_id=pk, named_at=at) for pk in sorted(wording.names - known)], ignore_conflicts=True
    )


def one_line(title: str) -> str:
    """A title as it is kept: one line, at most 200 characters; raises NothingSaid."""
    line = as_one_line(title)[:MAX_TITLE]
    if not line:
        raise NothingSaid
    return line
