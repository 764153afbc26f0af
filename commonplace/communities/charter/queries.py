"""The charter as a page shows it: sections rendered, revisions, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from commonplace.communities.charter.sections import ALL, Section
from commonplace.communities.charter.ways import HEADING, WAY, way_of
from commonplace.communities.models import CharterRevision, Community
from commonplace.lib import markdown
from commonplace.lib.differences import as_html, differences


@dataclass(frozen=True)
class Words:
    """One section with the community's words in it, "" where it has not said anything."""

    section: Section
    source: str
    html: SafeString

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def heading(self) -> str | Promise:
        return self.section.heading


def says(key: str) -> Exists:
    """Whether the charter that stands says something under a section, in a query of communities."""
    later = CharterRevision.objects.filter(community=OuterRef("community"), number__gt=OuterRef("number"))
    standing = CharterRevision.objects.filter(~Exists(later), community=OuterRef("pk"), words__has_key=key)
    return Exists(standing)


def words_of(revision: CharterRevision | None, sections: Sequence[Section], *, with_maths: bool = False) -> list[Words]:
    """The sections as they stand in one revision."""
    said: dict[str, Any] = revision.words if revision else {}
    words = [(section, said.get(section.key, "")) for section in sections]
    return [Words(section, source, _rendered(source, with_maths=with_maths)) for section, source in words]


def _rendered(source: str, *, with_maths: bool) -> SafeString:
    # Rendered by our own Markdown, which lets nothing unsafe through.
    return mark_safe(markdown.render(source[: markdown.MAX_SOURCE], with_maths=with_maths).html)  # noqa: S308


def current_charter(community: Community) -> CharterRevision | None:
    """The revision that stands, or None before the first."""
    return CharterRevision.objects.filter(community=community).order_by("-number").first()


@dataclass(frozen=True)
class Changed:
    """One section between two revisions, as words that went and came."""

    heading: str | Promise
    html: SafeString


def changes(before: CharterRevision | None, after: CharterRevision) -> list[Changed]:
    """The sections that differ, in the charter's order, and how it is changed where that differs."""
    old: dict[str, str] = before.words if before else {}
    new: dict[str, str] = after.words
    found = [
        Changed(section.heading, as_html(differences(old.get(section.key, ""), new.get(section.key, ""))))
        for section in ALL
        if old.get(section.key, "") != new.get(section.key, "")
    ]
    if old.get(WAY, "") != new.get(WAY, ""):
        found.append(Changed(HEADING, as_html(differences(way_of(before).sentence, way_of(after).sentence))))
    return found
