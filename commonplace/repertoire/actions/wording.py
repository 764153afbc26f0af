"""From what somebody wrote of a resource to what is kept: each section tidied, and rendered once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from commonplace.communities.models import Community
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.enclosures import Enclosure, enclosed, pictures_among
from commonplace.conversations.models import Conversation
from commonplace.files.models import StoredFile
from commonplace.gatherings.models import Gathering
from commonplace.lib import markdown
from commonplace.lib.markdown_pictures import Pictures
from commonplace.lib.text import one_line
from commonplace.repertoire.kinds import LICENCES, shape_of
from commonplace.repertoire.lengths import MAX_ADDRESS
from commonplace.repertoire.models import Resource, Section, TranslatedPart
from commonplace.repertoire.words import NothingSaid, Words
from commonplace.ui.addresses import address

__all__ = ["NothingSaid", "Words"]


_ONES = ("address", "licence", "language", "review_on")


class NoAddress(ValueError):
    """It stands elsewhere, and nobody said where; or what was said is no address of the web."""


@dataclass(frozen=True)
class Source:
    """Where it came from: talk, a gathering, or work done outside, with its address."""

    conversation: Conversation | None = None
    gathering: Gathering | None = None
    work: str = ""
    work_address: str = ""


@dataclass(frozen=True)
class About:
    """What is said of a resource besides its words."""

    topics: tuple[str, ...] = ()
    address: str = ""
    licence: str = ""
    language: str = ""
    review_on: date | None = None

    def tidied(self, kind: str) -> About:
        """As it is kept; raises NoAddress."""
        shape = shape_of(kind)
        where = web_address(self.address) if shape.address else ""
        if shape.needs_address and not where:
            raise NoAddress(kind)
        licence = self.licence if self.licence in LICENCES else ""
        return About(self.topics, where, licence, self.language[:12], self.review_on)

    def over(self, began: About, *, now: About) -> About:
        """The same, but what was left as it stood when it was begun is as it stands `now`."""
        left = {
            "topics": set(self.topics) == set(began.topics),
            **{name: getattr(self, name) == getattr(began, name) for name in _ONES},
        }
        return replace(self, **{name: getattr(now, name) for name, is_left in left.items() if is_left})

    def told(self) -> str:
        """As a form carries it."""
        on = self.review_on.isoformat() if self.review_on is not None else None
        return json.dumps([self.topics, self.address, self.licence, self.language, on])


def about_told(said: str) -> About | None:
    """What `told` said; None for anything else."""
    try:
        topics, *ones, on = json.loads(said)
        address, licence, language = map(str, ones)
        return About(tuple(map(str, topics)), address, licence, language, date.fromisoformat(on) if on else None)
    except (ValueError, TypeError, RecursionError):
        return None


def web_address(said: str) -> str:
    """An address of the web as it is kept, "" for none; raises NoAddress."""
    said = one_line(said)
    if not said:
        return ""
    if len(said) > MAX_ADDRESS:
        raise NoAddress(len(said))
    try:
        parts = urlsplit(said)
        host = parts.hostname
    except ValueError:
        raise NoAddress(said) from None
    if parts.scheme not in ("http", "https") or not host:
        raise NoAddress(said)
    return said


def rendered(
    kind: str, words: Words, *, community: Community, pictures: Pictures, quoted: Collection[str] = ()
) -> dict[str, str]:
    """The HTML of each section by key; raises NothingSaid and `markdown.TextTooLong`.

    A section that is needed may be blank where it is `quoted`: words of a conversation stand in it.
    """
    with_maths = is_on(community, MATHS)
    html: dict[str, str] = {}
    for part in shape_of(kind).parts:
        source = words.parts.get(part.key, "")
        made = _set(source, pictures, with_maths=with_maths)
        if not made.is_blank:
            html[part.key] = made.html
        elif source or (part.is_needed and part.key not in quoted):
            raise NothingSaid(part.key)
    return html


def _set(source: str, pictures: Pictures, *, with_maths: bool) -> markdown.Rendered:
    return markdown.render(source, pictures=pictures, with_maths=with_maths and "$" in source)


def set_anew(resource: Resource) -> None:
    """Set its sections again, in each language, since a picture that they place lies elsewhere by now."""
    pictures, with_maths = pictures_among(files_there(resource)), is_on(resource.community, MATHS)
    again = TranslatedPart.objects.filter(translation__resource=resource)
    parts: list[Section | TranslatedPart] = [*resource.sections.all(), *again]
    for part in parts:
        part.html = _set(part.source, pictures, with_maths=with_maths).html
        part.save(update_fields=["html"])


class Kept(Enclosure):
    """A file that belongs to a resource: whoever may see the resource finds it at an address of its own."""

    @property
    def address(self) -> str:
        return address("resource_file", self.file.pk, self.called)


def as_kept(files: Iterable[StoredFile | Enclosure]) -> list[Enclosure]:
    """Files that are brought, as they belong to a resource: no two of one name."""
    return [Kept(one.file, one.name, one.description) for one in enclosed(files)]


def files_there(resource: Resource) -> list[Enclosure]:
    """The files of a resource, in their order; one query."""
    rows = resource.files.select_related("file").order_by("position", "pk")
    return [Kept(one.file, one.name, one.description) for one in rows]
