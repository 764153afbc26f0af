"""From what somebody wrote of a resource to what is kept: each section tidied, and rendered once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from commonplace.communities.models import Community
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.lib import markdown
from commonplace.lib.markdown_pictures import Picture, Pictures, named
from commonplace.lib.text import one_line, tidy
from commonplace.repertoire.kinds import LICENCES, keys_of, shape_of
from commonplace.repertoire.models.resource import MAX_ADDRESS, MAX_GOOD_FOR, MAX_TITLE
from commonplace.ui.addresses import address


class NothingSaid(ValueError):
    """It has no title, or a section without which one of its kind says nothing is blank; `args` holds its key."""


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
class Words:
    """What a resource says, as somebody wrote it; `parts` are the sources of its sections by key."""

    title: str
    good_for: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    def tidied(self, kind: str) -> Words:
        """As it is kept: only sections of this kind, without those that are blank. Raises NothingSaid."""
        said = {key: tidy(self.parts.get(key, "")).strip() for key in keys_of(kind)}
        title = one_line(self.title)[:MAX_TITLE]
        if not title:
            raise NothingSaid("title")
        good_for = one_line(self.good_for)[:MAX_GOOD_FOR]
        return Words(title, good_for, {key: source for key, source in said.items() if source})


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


def rendered(kind: str, words: Words, *, community: Community, pictures: Pictures) -> dict[str, str]:
    """The HTML of each section by key; raises NothingSaid and `markdown.TextTooLong`."""
    with_maths = is_on(community, MATHS)
    html: dict[str, str] = {}
    for part in shape_of(kind).parts:
        source = words.parts.get(part.key, "")
        made = markdown.render(source, pictures=pictures, with_maths=with_maths and "$" in source)
        if not made.is_blank:
            html[part.key] = made.html
        elif part.is_needed or source:
            raise NothingSaid(part.key)
    return html


def pictures_among(files: Iterable[Enclosure]) -> Pictures:
    """The pictures that the words of a resource can place, by the names that its signs have."""
    found: dict[str, Picture] = {}
    for one in files:
        if one.is_picture:
            file = one.file
            where = address_of(file.pk, one.called)
            found.setdefault(
                named(one.called), Picture(where, one.called, one.description, file.width, file.height, file.moves)
            )
    return found


def address_of(file_id: int, name: str) -> str:
    """Where a file of a resource is, for those who may see the resource."""
    return address("resource_file", file_id, name)
