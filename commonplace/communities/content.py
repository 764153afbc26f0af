"""What members write or make in a community, by kind: who may see it, what it is called, what may be done with it.

A deed, a flag, a hold, an entry of the index and a line of the inbox all point at things by kind and key. A room
declares its kinds in its `offers.py`; rooms below can then name them, without knowing whose they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.store.prepared import Prepared, prepared
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Thing:
    """One thing as one viewer may see it: its title, its page, and perhaps its author.

    Only a thing that names its community can be flagged or held there. Of what `is_half_baked` nothing but this is
    told: its author asks that its words are not quoted.
    """

    title: str
    url: str
    author_id: int | None = None
    community_id: int | None = None
    is_half_baked: bool = False
    alias: str = ""  # the sign of whoever wrote it candidly


@dataclass(frozen=True)
class Content:
    """A kind of thing.

    `words` name it in a sentence ("a reply"); `visible_to(person)` finds the rows that someone may see, and
    `describe(ids, viewer)` says them, less those not visible; `part_of` is the kind of the whole that it is a part of.
    What `may_be_held` has a `visible_to` that heeds holds; `after_hold(key)` brings what is kept about it in order when
    it is held or released. What `may_be_linked` can be pointed at from elsewhere, what `may_be_quoted` repeated there.
    `words_of(ids, viewer)` are the words themselves, less those not visible, for whoever has to judge them;
    `latest_of(author, community, viewer)` are the keys of what someone wrote last, for the same.
    """

    kind: str
    words: str | Promise
    visible_to: Callable[[Person | None], QuerySet[Any]]
    describe: Callable[[Collection[int], Person | None], Mapping[int, Thing]]
    part_of: str = ""
    may_be_held: bool = False
    may_be_linked: bool = True
    may_be_quoted: bool = False
    after_hold: Callable[[int], None] | None = None
    words_of: Callable[[Collection[int], Person | None], Mapping[int, str]] | None = None
    latest_of: Callable[[Person, Community, Person | None], Sequence[int]] | None = None


CONTENT: Registry[Content] = Registry("content", Content, by="kind")
LARGEST = 2**63 - 1  # no database keeps a larger key


def describe(kind: str, ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The things of one kind by key; kinds nobody declared, and things not visible, are left out."""
    # An address can name a number that no database keeps; nothing has it.
    kept = [one for one in ids if one <= LARGEST]
    content = CONTENT.get(kind)
    return content.describe(kept, viewer) if content and kept else {}


def words_of(kind: str, ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What the things of one kind say, as plain text by key; what is not visible, or has no words, is left out."""
    content = CONTENT.get(kind)
    return content.words_of(ids, viewer) if content and content.words_of and ids else {}


def latest_of(author: Person, community: Community, viewer: Person | None) -> list[tuple[str, int]]:
    """What someone wrote last in a community that `viewer` may see, by kind and key; a query for each kind."""
    return [
        (content.kind, key)
        for content in CONTENT
        if content.latest_of is not None
        for key in content.latest_of(author, community, viewer)
    ]


def wholes() -> Mapping[str, list[str]]:
    """The kinds that others are part of, each with its parts: what is held with the whole is held with its parts."""
    parts: dict[str, list[str]] = {}
    for content in CONTENT:
        if content.part_of:
            parts.setdefault(content.part_of, []).append(content.kind)
    return parts


def words_for(kind: str) -> str:
    """A kind as a sentence names it, in the reader's language."""
    content = CONTENT.get(kind)
    return str(content.words) if content else _("something written here")


def may_be_held(kind: str) -> bool:
    """Whether stewards can hold things of this kind back."""
    content = CONTENT.get(kind)
    return content is not None and content.may_be_held


def after_hold(kind: str, object_id: int) -> None:
    """Bring what is kept about a thing in order, now that it was held or released."""
    content = CONTENT.get(kind)
    if content is not None and content.after_hold is not None:
        content.after_hold(object_id)


def seen_by(person: Person | None, kind: str, ids: Collection[int]) -> set[int]:
    """Those of these things that `person` may see, by their keys; one prepared query."""
    if not ids:
        return set()
    if kind not in _seen:
        visible_to = CONTENT[kind].visible_to
        _seen[kind] = prepared(lambda *, person, ids: visible_to(person).filter(pk__in=ids).values_list("pk"))
    keys = sorted(ids)
    padded = [*keys, *[0] * (-len(keys) % 10)]  # few lengths, so that few queries are prepared
    return {pk for (pk,) in _seen[kind](person=person, ids=padded)}


def seen_of(person: Person | None, things: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
    """Those that `person` may see among things of several kinds, by kind; one query, however many kinds there are."""
    asked = [(kind, sorted(ids)) for kind, ids in things.items() if ids]
    if len(asked) < 2:
        return {kind: seen_by(person, kind, ids) for kind, ids in asked}
    parts = [
        CONTENT[kind]
        .visible_to(person)
        .filter(pk__in=ids)
        .order_by()
        .annotate(of_kind=Value(at, IntegerField()), of_pk=Cast(F("pk"), BigIntegerField()))
        .values_list("of_kind", "of_pk")
        for at, (kind, ids) in enumerate(asked)
    ]
    seen: dict[str, set[int]] = {kind: set() for kind, _ids in asked}
    for at, pk in parts[0].union(*parts[1:], all=True):
        seen[asked[at][0]].add(pk)
    return seen


_seen: dict[str, Prepared[tuple[int]]] = {}
