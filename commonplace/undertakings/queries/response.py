"""All that the page of a joint response shows to one viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.people.models import Person
from commonplace.undertakings.models import (
    DraftComment,
    Endorsement,
    Hand,
    JointResponse,
    MinoritySigner,
    MinorityView,
    ResponseText,
)
from commonplace.undertakings.models.undertaking import Undertaking
from commonplace.undertakings.paragraphs import beginning


@dataclass(frozen=True)
class Signed:
    """A name beneath a text: whose, and as whom they speak."""

    byline: Byline
    speaks_as: str = ""


@dataclass(frozen=True)
class Said:
    """A comment as a page shows it; `quoted` is how the paragraph of an earlier version began that it is about."""

    comment: DraftComment
    byline: Byline
    is_own: bool
    number: int
    quoted: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the latest version, with what is said about it."""

    number: int
    html: str
    beginning: str
    said: Sequence[Said] = ()


@dataclass(frozen=True)
class Otherwise:
    """What some see otherwise."""

    view: MinorityView
    signers: Sequence[Signed]
    is_own: bool


@dataclass(frozen=True)
class Sight:
    """What there is to read, whose names stand beneath it, and what the viewer may do."""

    text: ResponseText
    byline: Byline
    paragraphs: Sequence[Paragraph]
    of_the_whole: Sequence[Said]
    of_earlier: Sequence[Said]
    names: Sequence[Signed]
    # Those who endorsed an earlier version, and have not looked at this one.
    names_before: Sequence[Signed]
    otherwise: Sequence[Otherwise]
    hands: Sequence[Signed]
    own: Endorsement | None
    may_carry: bool
    may_endorse: bool
    sees_otherwise: bool
    in_the_way: int = 0
    versions: Sequence[int] = field(default_factory=tuple)


def takers(response: JointResponse) -> set[int]:
    """The keys of everyone who takes part: who began, drafts, commented, endorsed, or sees it otherwise."""
    parts: Sequence[QuerySet[Any, Any]] = (
        Undertaking.objects.filter(pk=response.pk).values_list("begun_by", flat=True),
        Hand.objects.filter(undertaking=response.pk).values_list("person", flat=True),
        DraftComment.objects.filter(text__response=response).values_list("person", flat=True),
        Endorsement.objects.filter(response=response).values_list("person", flat=True),
        MinoritySigner.objects.filter(view__response=response).values_list("person", flat=True),
    )
    return {pk for rows in parts for pk in rows.order_by() if pk is not None}


def carries(undertaking: Undertaking, viewpoint: Viewpoint, hands: Sequence[Hand]) -> bool:
    """Whether the viewer may do what belongs to those who carry it."""
    person = viewpoint.person
    if person is None or not viewpoint.is_member:
        return False
    return (
        viewpoint.is_steward
        or undertaking.begun_by_id == person.pk
        or any(hand.person_id == person.pk for hand in hands)
    )


def hands_of(undertaking: Undertaking) -> Sequence[Hand]:
    """Those who have a hand in it besides whoever began it; one query."""
    found = undertaking.hands.select_related("person").defer(*beyond_byline("person"))
    return [hand for hand in found.order_by("pk") if hand.person_id != undertaking.begun_by_id]


def signed(hands: Sequence[Hand], undertaking: Undertaking, viewpoint: Viewpoint) -> Sequence[Signed]:
    """Whoever began it, and who carries it with them."""
    first = [Signed(viewpoint.byline_for(undertaking.begun_by))]
    return first + [Signed(viewpoint.byline_for(hand.person), hand.part) for hand in hands]


def sight_of(undertaking: Undertaking, response: JointResponse, viewpoint: Viewpoint) -> Sight:
    """What there is to see and to do; six queries at most."""
    person, latest = viewpoint.person, response.texts.select_related("by").order_by("-number")[0]
    comments = _comments(response, viewpoint)
    here = [one for one in comments if one.number == latest.number]
    endorsed = list(response.endorsements.select_related("person").defer(*beyond_byline("person")).order_by("at", "pk"))
    views = views_of(response, viewpoint)
    hands = hands_of(undertaking)
    is_whole_member = viewpoint.membership is not None and not viewpoint.membership.is_guest
    return Sight(
        text=latest,
        byline=viewpoint.byline_for(latest.by),
        paragraphs=[
            Paragraph(n, html, beginning(html), [one for one in here if one.comment.paragraph == n])
            for n, html in enumerate(latest.parts, start=1)
        ],
        of_the_whole=[one for one in here if one.comment.paragraph is None],
        of_earlier=[one for one in comments if one.number != latest.number],
        names=[_name(one, viewpoint) for one in endorsed if one.number == latest.number],
        names_before=[_name(one, viewpoint) for one in endorsed if one.number != latest.number],
        otherwise=views,
        hands=signed(hands, undertaking, viewpoint),
        own=next((one for one in endorsed if person is not None and one.person_id == person.pk), None),
        may_carry=carries(undertaking, viewpoint, hands),
        may_endorse=is_whole_member and not response.is_sent and not undertaking.is_over,
        sees_otherwise=any(one.is_own for one in views),
        in_the_way=sum(one.comment.stands_in_the_way for one in comments),
        versions=tuple(range(latest.number, 0, -1)),
    )


def _name(one: Endorsement, viewpoint: Viewpoint) -> Signed:
    return Signed(viewpoint.byline_for(one.person), one.speaks_as)


def names_beneath(response: JointResponse, number: int, viewpoint: Viewpoint) -> Sequence[Signed]:
    """The names beneath one version, in the order in which they were given; one query."""
    found = response.endorsements.filter(number=number).select_related("person").order_by("at", "pk")
    return [_name(one, viewpoint) for one in found]


def views_of(response: JointResponse, viewpoint: Viewpoint) -> Sequence[Otherwise]:
    """What some see otherwise, each with its names; two queries."""
    person = viewpoint.person
    signers: dict[int, list[MinoritySigner]] = {}
    rows = MinoritySigner.objects.filter(view__response=response).select_related("person").order_by("at", "pk")
    for row in rows:
        signers.setdefault(row.view_id, []).append(row)
    return [
        Otherwise(
            view,
            [Signed(viewpoint.byline_for(row.person)) for row in signers.get(view.pk, [])],
            any(person is not None and row.person_id == person.pk for row in signers.get(view.pk, [])),
        )
        for view in response.minority_views.order_by("at", "pk")
    ]


def _comments(response: JointResponse, viewpoint: Viewpoint) -> Sequence[Said]:
    """What was said to any version, in the order in which it was said. Outside, nobody reads it: one query, or none."""
    if not viewpoint.is_member:
        return []
    person: Person | None = viewpoint.person
    found = DraftComment.objects.filter(text__response=response).select_related("text", "person")
    found = found.defer("text__source", *beyond_byline("person"))
    return [
        Said(
            comment=one,
            byline=viewpoint.byline_for(one.person),
            is_own=person is not None and one.person_id == person.pk,
            number=one.text.number,
            quoted=_quoted(one),
        )
        for one in found.order_by("at", "pk")
    ]


def _quoted(one: DraftComment) -> str:
    parts: Sequence[str] = one.text.parts
    return beginning(parts[one.paragraph - 1]) if one.paragraph is not None and one.paragraph <= len(parts) else ""


def text_of(response: JointResponse, number: int) -> ResponseText | None:
    """One version; one query."""
    return response.texts.filter(number=number).select_related("by").first()


def before_and_after(response: JointResponse, number: int) -> Mapping[str, str]:
    """The source of a version and of the one before it; one query."""
    rows = dict(response.texts.filter(number__in=(number - 1, number)).values_list("number", "source"))
    return {"before": rows.get(number - 1, ""), "after": rows.get(number, "")}
