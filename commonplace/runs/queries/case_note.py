"""A case note as one viewer may know it: where it stands, who is waited for, and what in it may give somebody away."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Post
from commonplace.gatherings.models import Gathering
from commonplace.lib.direction import isolated
from commonplace.people.models import Affiliation, Person
from commonplace.protocols.models import Plan
from commonplace.runs.giveaways import Known, known_from
from commonplace.runs.models import CaseNote, Run

MOST_PEOPLE = 200
MOST_KNOWN = 5000


# Protocols, and what communities made of them, in which somebody brings a case of their own.
CASES = ("case-clinic", "case-clinic-without-advice", "peer-assist", "peer-assist-short", "wise-crowds")


def brought_a_case() -> Exists:
    """Of a run: whether somebody brought a case to it, so that a note of it needs their word."""
    return Exists(Plan.objects.filter(gathering=OuterRef("gathering"), protocol__in=CASES))


def note_of(run: Run) -> CaseNote | None:
    """The note of a run, which a visit has joined to it."""
    return getattr(run, "case_note", None)


def whose_turn(note: CaseNote, viewpoint: Viewpoint) -> str:
    """Who is waited for, in a sentence; the presenter is named to themselves alone where no names are told."""
    is_close = note.run.gathering.names_are_kept

    def named(person: Person | None) -> str:
        # Who holds what in confidence is told to nobody else either.
        is_own = person is not None and viewpoint.person is not None and person.pk == viewpoint.person.pk
        return _("Somebody") if is_close and not is_own else isolated(viewpoint.name_of(person))

    match note.waits_for:
        case "writer":
            return _("%(name)s is writing it.") % {"name": named(note.writer)}
        case "reader":
            return _("It waits for its second reader: %(name)s.") % {"name": named(note.reader)}
        case "presenter":
            if is_close:
                return _("It was read a second time, and waits for the word of whoever brought the case.")
            said = _("It was read a second time, and waits for the word of %(name)s, who brought the case.")
            return said % {"name": named(note.presenter)}
        case "posting":
            return _("Whoever brought the case has allowed it. %(name)s can post it.") % {"name": named(note.writer)}
        case "posted":
            return _("It is posted, with the word of whoever brought the case.")
    return _("It was withdrawn by the wish of whoever brought the case. No word of it is kept.")


def where_posted(note: CaseNote, person: Person | None) -> Post | None:
    """The post that it became, for whoever may read that."""
    if note.post_id is None:
        return None
    return Post.objects.visible_to(person).filter(pk=note.post_id).select_related("conversation").first()


def people_for(run: Run, viewpoint: Viewpoint) -> list[tuple[str, str]]:
    """Who can be its second reader, or have brought the case: whoever sees the gathering, by name."""
    here = Person.objects.filter(access.is_here_and_reads(run.gathering.space), claimed_at__isnull=False)
    people = here.order_by("name", "pk")[:MOST_PEOPLE]
    return [("", _("Choose")), *((str(one.pk), viewpoint.name_of(one)) for one in people)]


def known_in(community: Community, gathering: Gathering) -> Known:
    """What the house knows of members, where they work, and places; three queries."""
    members = Person.objects.filter(access.is_here(community.pk)).order_by("pk")
    rows = list(members.values_list("name", "place")[:MOST_KNOWN])
    works = Affiliation.objects.filter(person__in=members).values_list("organisation", "unit").distinct()
    places = Gathering.objects.filter(community=community).exclude(place="").values_list("place", flat=True).distinct()
    return known_from(
        names=(name for name, _place in rows),
        organisations=(one for pair in works.order_by("organisation", "unit")[:MOST_KNOWN] for one in pair if one),
        places=[*(place for _name, place in rows if place), *places.order_by("place")[:MOST_KNOWN], gathering.place],
    )


def for_hands(note: CaseNote, viewpoint: Viewpoint) -> dict[str, Any]:
    """What the three who make it may do with it now."""
    me = viewpoint.person.pk if viewpoint.person is not None else 0
    at, refused = note.waits_for, note.refused_at is not None
    is_presenter = note.presenter_id == me and not refused
    return {
        "is_writer": note.writer_id == me and at not in ("posted", "refused"),
        "may_read": at == "reader" and note.reader_id == me,
        "may_allow": at == "presenter" and is_presenter,
        "may_refuse": is_presenter,
        "may_post": at == "posting" and note.writer_id == me,
        "sees_words": not refused
        and note.post_id is None
        and (note.writer_id == me or (note.asked_at is not None and me in (note.reader_id, note.presenter_id))),
    }
