"""Two wordings of a resource beside each other, part by part, with what came and what went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonplace.lib.differences import as_html, differences
from commonplace.repertoire.kinds import shape_of
from commonplace.repertoire.models import Revision
from commonplace.repertoire.words import Words


@dataclass(frozen=True)
class Change:
    """One part of two wordings: its heading, and the text with what came and what went."""

    heading: str
    html: SafeString


def between(kind: str, before: Words, after: Words) -> Sequence[Change]:
    """The parts that differ, in reading order."""
    parts = [
        (_("Title"), before.title, after.title),
        (_("What it is good for"), before.good_for, after.good_for),
        *(
            (str(part.heading), before.parts.get(part.key, ""), after.parts.get(part.key, ""))
            for part in shape_of(kind).parts
        ),
    ]
    return [Change(heading, as_html(differences(old, new))) for heading, old, new in parts if old != new]


def whole(kind: str, said: Words) -> Sequence[tuple[str, str]]:
    """Each section that it has, by its heading, as it was typed."""
    return [(str(part.heading), said.parts[part.key]) for part in shape_of(kind).parts if said.parts.get(part.key)]


def of_revision(revision: Revision) -> Words:
    """What a revision said."""
    return Words(revision.title, revision.good_for, revision.words)
