"""What waits for a word of someone: lines that rooms declare, asked in one query over all of someone's communities.

A line says which rows wait (`rows`), and how one of them is said to the reader, with the reason for it and one thing to
do (`sentence`). One thing is spoken of once: what comes first in the order of lines speaks for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import batched
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.content import CONTENT, seen_by
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import fixed, is_put_away
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.store.joined import Joined, Part
from commonplace.store.prepared import Prepared
from commonplace.store.registry import Registry

MOST = 60
AT_ONCE = 500  # communities that one statement asks about

# About whom or what a line is: two lines about the same are said once.
About = frozenset[tuple[object, ...]]


@dataclass(frozen=True)
class Waiting:
    """A row that waits: its line, community, what it is about, who is behind it, and since when.

    `about_id` is what an address needs; where the line is about content, `content_id` is the thing whose permission is
    asked, and `number` its place in the whole.
    """

    code: str
    community_id: int
    about_id: int
    content_id: int
    number: int
    title: str
    who_id: int
    who_name: str
    who_is_claimed: bool
    happened_at: datetime
    words: str


COLUMNS = tuple(Waiting.__dataclass_fields__)


@dataclass(frozen=True)
class Need:
    """One thing that waits for the reader: what it is, the reason in a sentence, and the verb on its button.

    `letter_url` is where a letter to this reader leads, where one need not sign in for it; else it leads to `url`.
    Where one press ends it for good, `press` is the word on its button and `press_url` what it is sent to.
    """

    title: str
    why: str
    action: str
    url: str
    community: str
    about: About = frozenset()
    letter_url: str = ""
    press: str = ""
    press_url: str = ""

    def speaks_of(self, kind: str) -> set[int]:
        """The things of a kind that it is about, by their keys."""
        return {key for said, *keys in self.about if said == kind for key in keys if isinstance(key, int)}


@dataclass(frozen=True)
class Seen:
    """A waiting row as one viewer sees it."""

    one: Waiting
    viewpoint: Viewpoint

    @property
    def name(self) -> str:
        """Whoever is behind it, as the viewer may know them."""
        one = self.one
        if not one.who_name:
            return _("Someone")
        return self.viewpoint.byline_of(one.who_id, one.who_name, is_claimed=one.who_is_claimed).name

    def url(self, page: str, *more: int) -> str:
        """The address of a page of this community."""
        return reverse(page, args=[self.viewpoint.community.slug, *more])

    def need(self, title: str, why: str, action: str, url: str) -> Need:
        """The need in these words, in which %(name)s, %(title)s and %(words)s are filled in."""
        words = {"name": isolated(self.name), "title": isolated(self.one.title), "words": isolated(self.one.words)}
        community = self.viewpoint.community.name
        return Need(title % words, why % words, action, url, community=community, about=about(self.one))


@dataclass(frozen=True)
class Line:
    """One kind of thing that waits for a member, or for a steward.

    `rows(person=, communities=, **moments)` gives rows made by `row`; each moment is as long ago as `looks_back` says.
    `content` names the kind whose `visible_to` is asked once more for every row. Where every row leads to pages of one
    module, `module` names it, and nobody is asked where it is off. `about(row)` says what it is about,
    where that is neither its whole nor itself. `whom(community, **moments)` gives the keys of everyone for whom such
    rows may wait in a community, so that letters to many people ask for those alone; what a letter does not speak of
    has none. Stewards need no such word.
    """

    code: str
    order: int
    rows: Callable[..., QuerySet[Any, Any]]
    sentence: Callable[[Seen], Need]
    looks_back: Mapping[str, timedelta] = field(default_factory=dict)
    content: str = ""
    module: str = ""
    about: Callable[[Waiting], About] | None = None
    is_for_stewards: bool = False
    whom: Callable[..., QuerySet[Any, Any]] | None = None


INBOX: Registry[Line] = Registry("inbox", Line)


def about(one: Waiting) -> About:
    """What a row is about: the whole that its content is part of, or what its line says."""
    line = INBOX[one.code]
    if line.about is not None:
        return line.about(one)
    if line.content:
        return frozenset([(CONTENT[line.content].part_of or line.content, one.about_id)])
    return frozenset([(one.code, one.about_id)])


def waiting_for(person: Person, standings: Sequence[Membership], *, now: datetime) -> list[Waiting]:
    """Everything that waits for `person` where they have a standing, the latest first.

    A query for every `AT_ONCE` communities, and one for each kind of content in it.
    """
    rows: dict[tuple[Any, ...], None] = {}
    moments = {_ago(span): now - span for span in _spans()}
    # PostgreSQL takes 65,535 values with a statement, and each line names the communities anew.
    for some in batched(standings, AT_ONCE, strict=False):
        tending = [one for one in some if one.is_steward]
        inside, tended = ([one.community_id for one in these] or None for these in (some, tending))
        lines = [
            *_of_modules_on([one.community for one in some], for_stewards=False),
            *_of_modules_on([one.community for one in tending], for_stewards=True),
        ]
        rows |= dict.fromkeys(_parts()(lines, person=person, inside=inside, tended=tended, **moments))
    found = sorted((Waiting(*row) for row in rows), key=lambda one: one.happened_at, reverse=True)[:MOST]
    # The union is wide and says nothing of who may see what: that is asked once, of every thing in it.
    asked: dict[str, set[int]] = {}
    for one in found:
        if kind := INBOX[one.code].content:
            asked.setdefault(kind, set()).add(one.content_id)
    seen = {kind: seen_by(person, kind, ids) for kind, ids in asked.items()}
    allowed = [one for one in found if not (kind := INBOX[one.code].content) or one.content_id in seen[kind]]
    by_community = {one.community_id: one for one in standings}
    return [one for one in allowed if not _leads_to_what_is_off(_seen(one, by_community, person))]


def _seen(one: Waiting, standings: Mapping[int, Membership], person: Person) -> Seen:
    membership = standings[one.community_id]
    return Seen(one, Viewpoint(person, membership.community, membership))


def _leads_to_what_is_off(seen: Seen) -> bool:
    """Whether what one would do is on a page that the community has put away: until then nothing waits."""
    return is_put_away(seen.viewpoint.community, INBOX[seen.one.code].sentence(seen).url)


def _of_modules_on(communities: Sequence[Community], *, for_stewards: bool) -> list[str]:
    """The lines that could say anything where these modules are on."""
    on = {code for one in communities for code in ("", *fixed(), *one.modules)}
    return [line.code for line in INBOX if line.is_for_stewards == for_stewards and line.module in on]


@cache
def _spans() -> tuple[timedelta, ...]:
    return tuple(sorted({span for line in INBOX for span in line.looks_back.values()}))


@cache
def _ago(span: timedelta) -> str:
    return f"ago_{_spans().index(span)}"


@cache
def _parts() -> Joined:
    """Every line as a part of one statement."""
    return Joined({line.code: _part(line) for line in INBOX}, order="n_happened_at", most=MOST)


def _part(line: Line) -> Part:
    where, moments = (
        ("tended" if line.is_for_stewards else "inside"),
        dict.fromkeys(map(_ago, line.looks_back.values())),
    )

    def rows(*, person: Person, **values: Any) -> QuerySet[Any, Any]:
        since = {name: values[_ago(span)] for name, span in line.looks_back.items()}
        return line.rows(person=person, communities=values[where], **since)

    # What waits for every steward asks nothing of one.
    return Part(Prepared(rows, spare=("person",)), ("person", where, *moments))


def may_wait(community: Community, *, now: datetime) -> set[int]:
    """Everyone for whom something may wait in a community that a letter speaks of, by their keys; a query a line."""
    stewards = Membership.objects.current(now).filter(community=community, standing=Standing.STEWARD)
    found = set(stewards.values_list("person_id", flat=True))
    for line in INBOX:
        if line.whom is not None:
            moments = {name: now - span for name, span in line.looks_back.items()}
            found.update(line.whom(community, **moments).order_by().distinct())
    return found


def spoken_of_in_letters(waiting: Iterable[Waiting]) -> list[Waiting]:
    """What a letter may say of what waits: for stewards all, else what says for whom it waits."""
    return [one for one in waiting if (line := INBOX[one.code]).is_for_stewards or line.whom is not None]


def needs_from(waiting: Iterable[Waiting], standings: Mapping[int, Membership], person: Person) -> list[Need]:
    """The needs in the order in which they are worth someone's time; several of one thing become one."""
    place = {code: at for at, code in enumerate(INBOX.codes)}
    needs: list[Need] = []
    said: set[tuple[object, ...]] = set()
    for one in sorted(waiting, key=lambda one: place[one.code]):
        if about(one) & said:
            continue
        said |= about(one)
        needs.append(INBOX[one.code].sentence(_seen(one, standings, person)))
    return needs


# --- For whoever declares a line ----------------------------------------------------------------------------------


def in_module(module: str, *lines: Line) -> list[Line]:
    """These lines, all of whose rows lead to pages of one module."""
    return [replace(one, module=module) for one in lines]


def row(rows: QuerySet[Any], code: str, *, who: str = "", **columns: Any) -> QuerySet[Any, Any]:
    """The rows with the columns of `Waiting`; `who` is the path to a person, and what is not given is empty."""
    empty = {name: Value("") for name in ("title", "who_name", "words")}
    empty |= {name: Value(0) for name in ("about_id", "content_id", "number", "who_id")}
    empty |= {"code": Value(code), "who_is_claimed": Value(value=False)}
    given = {**empty, **(_person(who) if who else {}), **columns}
    named = {f"n_{name}": given[name] for name in COLUMNS}
    columned: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*named)
    return columned


def _person(path: str) -> dict[str, Any]:
    return {
        "who_id": Coalesce(F(f"{path}_id"), Value(0), output_field=BigIntegerField()),
        "who_name": Coalesce(F(f"{path}__name"), Value(""), output_field=TextField()),
        "who_is_claimed": ExpressionWrapper(Q(**{f"{path}__claimed_at__isnull": False}), output_field=BooleanField()),
    }


def within(path: str, communities: Sequence[int]) -> Case:
    """Rows of these communities (their id at `path`), said so that a database begins with what names few rows, such as
    what someone wrote, and not with everything that was ever said in them: it takes a case for half of all rows.
    """
    is_theirs = When(In(F(path), communities), then=Value(True))
    return Case(is_theirs, default=Value(False), output_field=BooleanField())
