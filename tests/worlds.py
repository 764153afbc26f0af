"""Worlds drawn at random: two communities with people, names from an archive, spaces, posts and holds.

They are built by the real actions, and what was done is remembered in plain words beside the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils import timezone

from commonplace.attention.actions.searching import follow_search
from commonplace.attention.models import SearchNotice, SubjectFollow
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.naming import be_named
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.sponsoring import become_sponsor, end_sponsoring
from commonplace.communities.models import Community, Membership, Space, Topic
from commonplace.communities.moderation.actions import flag, hold
from commonplace.communities.neutral.actions import say_who_leads
from commonplace.communities.reasons.actions import keep_reason
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.changing import withdraw, withdraw_candid
from commonplace.conversations.actions.quoting import say_half_baked
from commonplace.conversations.models import Post
from commonplace.people.actions import register
from commonplace.people.models import ArchiveAddress, Person
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.search.queries import Filters
from commonplace.words.actions.handing import hand, stewards_to_look
from commonplace.words.actions.writing import NotTaken, begin
from tests.plans import COMMON, GHOSTS, LIVING, SEATLESS, SWITCHED_ON, CommunityPlan, SpacePlan
from tests.undertaken import Voice, respond
from tests.world_agreements import agreed_in
from tests.world_conversations import NOBODY, Talk, talk_in
from tests.world_gatherings import Call, call_in
from tests.world_launch import launched_in
from tests.world_protocols import Form, form_in
from tests.world_repertoire import Grown, Sheet, grown_in, harvest_in, keep_lines_in, sheet_in
from tests.world_sponsor import sponsored_in
from tests.world_weaving import woven_in


@dataclass
class Place:
    """A community, with who stands where in it: `standing` by person, founders are stewards."""

    row: Community
    name: str
    plan: CommunityPlan
    standing: dict[int, str] = field(default_factory=dict)
    cares: dict[int, str] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    having_say: set[int] = field(default_factory=set)
    starting: set[int] = field(default_factory=set)
    talks: list[Talk] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    grown: list[Grown] = field(default_factory=list)


@dataclass
class Letter:
    """A word as it was written, and between whom; where its copy was handed to stewards, which place that was."""

    marker: str
    pk: int
    by: int
    people: frozenset[int]
    handed_in: Place | None = None
    handed_by: int | None = None


@dataclass
class World:
    persons: list[Person]
    places: list[Place]
    words: list[Letter] = field(default_factory=list)


def build(plans: tuple[CommunityPlan, ...]) -> World:
    """Make a world of communities, each founded a month ago by the person of its number."""
    at = timezone.now() - timedelta(days=30)
    living = [
        register(name=f"Zqname{n}x Ghost", address=f"zqmail{n}x@example.org", is_confirmed=True, craft=f"zqcraft{n}x")
        for n in range(LIVING)
    ]
    ghosts = [
        Person.objects.create_user(name=f"Zqname{n}x Ghost", claimed_at=None) for n in range(LIVING, LIVING + GHOSTS)
    ]
    for n, ghost in enumerate(ghosts, start=LIVING):
        ArchiveAddress.objects.create(person=ghost, address=f"zqmail{n}x@example.org")
    world = World(persons=[*living, *ghosts], places=[])
    for c, plan in enumerate(plans):
        place = _founded(world, c, plan, at)
        world.places.append(place)
        _people_come(world, c, place, at)
        _words_are_written(world, c, place)
        for s, planned in enumerate(plan.spaces):
            where, space = _opened(world, c, s, place, planned, at)
            place.talks.append(talk_in(where, f"{c}{s}", space, world.persons, founder=c, at=at))
            people = place.standing
            place.calls.append(call_in(where, f"{c}{s}", space, world.persons, people, founder=c))
            place.voices.append(respond(f"{c}{s}", where, space, world.persons, people, founder=c))
            place.forms.append(form_in(place.row, f"{c}{s}", space, world.persons[c], c))
            place.sheets.append(sheet_in(f"{c}{s}", where, space, world.persons[c], c))
            place.grown += grown_in(f"{c}{s}", where, space, world.persons, people)
            kept = harvest_in(place.sheets[-1].title, where, world.persons[c])
            for said in (said for talk in place.talks for said in talk.said if f"{COMMON} {said.marker}" in kept):
                said.kept.append(space)
            lines = keep_lines_in(place.sheets[-1].title, where, world.persons[c])
            for call in (one for one in place.calls if one.line in lines):
                call.kept.append(space)
        _some_agree_to_be_named(world, c, place)
        woven_in(place.row, f"{c}", world.persons, place.standing, founder=c)
        place.starting = launched_in(place.row, f"{c}", world.persons, place.standing, founder=c)
        sponsored_in(place.row, f"{c}", world.persons[c])
        _people_go(world, c, place)
        _names_stand_where_they_wrote(world, place, at)
        _things_are_held(world, c, place)
        _some_have_a_say(world, c, place)
        place.row.refresh_from_db()
    _everyone_follows_everything(world, at)
    return world


def _founded(world: World, c: int, plan: CommunityPlan, at: datetime) -> Place:
    founder, name = world.persons[c], f"Zqplace{c}x"
    row = found(
        by=founder,
        name=name,
        slug=f"place{c}",
        domain=f"{name} cares",
        visibility=plan.visibility,
        joining=plan.joining,
        at=at,
    )
    row.modules = [*row.modules, *SWITCHED_ON]
    row.save(update_fields=["modules"])
    arrange_shelf(by=founder, community=row, languages=[], lends=True, at=at)
    agreed_in(row, c, founder, at)
    return Place(row=row, name=name, plan=plan, standing={c: "steward"})


def _people_come(world: World, c: int, place: Place, at: datetime) -> None:
    """Everyone gets the standing that was drawn; who will be gone is a member or a guest at first."""
    now = timezone.now()
    for n, standing in enumerate(place.plan.standings):
        if n == c or standing == "none" or (standing == "asks" and place.plan.joining == "open"):
            continue
        place.standing[n], place.cares[n] = standing, f"zqcares{c}{n}x"
        if standing.startswith("sponsor"):
            del place.cares[n]
            stands = become_sponsor(person=world.persons[n], community=place.row, at=at)
            if standing == "sponsor that was":
                end_sponsoring(by=world.persons[n], membership=stands, at=now)
            continue
        if standing == "asks":
            ask_to_join(person=world.persons[n], community=place.row, cares_about=place.cares[n], at=now)
            continue
        kind = {"guest that was": "guest", "alumnus": "member"}.get(standing, standing)
        until = {"guest": now + timedelta(days=3), "guest that was": now - timedelta(days=3)}.get(standing)
        admit(
            person=world.persons[n], community=place.row, standing=kind, until=until, cares_about=place.cares[n], at=at
        )


def _words_are_written(world: World, c: int, place: Place) -> None:
    """Between people who may write to each other at that moment; what became of them later changes nothing of it."""
    for w, plan in enumerate(place.plan.words):
        people, marker = plan.to | {plan.by}, f"zqword{c}{w}x"
        to = [world.persons[n].pk for n in sorted(plan.to - {plan.by})]
        try:
            word = begin(by=world.persons[plan.by], to=to, text=f"{COMMON} {marker}")
        except NotTaken:
            continue
        letter = Letter(marker, word.correspondence_id, plan.by, people)
        world.words.append(letter)
        reader = min(people - {plan.by})
        if plan.is_handed and place.row in stewards_to_look(world.persons[reader], world.persons[plan.by].pk):
            hand(by=world.persons[reader], word=word, community=place.row, why=f"zqhanded{c}{w}x")
            letter.handed_in, letter.handed_by = place, reader


def _opened(world: World, c: int, s: int, place: Place, plan: SpacePlan, at: datetime) -> tuple[Space, SpacePlan]:
    """A space as it is planned, and the plan with those alone who really sit there; what anyone reads is in no
    confidence.
    """
    confidence = "ordinary" if plan.visibility == "public" else plan.confidence
    is_group = plan.visibility == "group"
    seats = {n for n in plan.seats if is_group and place.standing.get(n, "asks") not in SEATLESS}
    where = open_space(
        community=place.row,
        slug=f"s{s}",
        name=f"Space {s}",
        visibility=plan.visibility,
        confidence=confidence,
        seats=[world.persons[n] for n in seats],
        at=at,
    )
    return where, replace(plan, seats=frozenset(seats), confidence=confidence)


def _some_agree_to_be_named(world: World, c: int, place: Place) -> None:
    """In words of their own, which are all that those outside may learn from it; whoever goes takes them along."""
    for n in sorted(place.plan.named):
        if (standing := place.standing.get(n)) in ("member", "steward", "alumnus"):
            be_named(person=world.persons[n], community=place.row, named_as=f"Zqsaid{c}{n}x Ghost")
            if standing != "alumnus":
                place.named[n] = f"zqsaid{c}{n}x"


def _people_go(world: World, c: int, place: Place) -> None:
    for n, standing in place.standing.items():
        if standing == "alumnus":
            leave(person=world.persons[n], community=place.row, why=f"zqleft{c}{n}x", at=timezone.now())


def _names_stand_where_they_wrote(world: World, place: Place, at: datetime) -> None:
    for n in sorted({said.author for talk in place.talks for said in talk.said if said.author >= LIVING}):
        place.standing[n] = "member"
        admit(person=world.persons[n], community=place.row, at=at, origin="archive")


def _things_are_held(world: World, c: int, place: Place) -> None:
    """Whoever lives may take their words back; the founder holds what was drawn, where they can read it."""
    founder, row = world.persons[c], place.row
    keep_reason(by=founder, community=row, words=f"zqreason{c}x")
    for talk in place.talks:
        posts = Post.objects.filter(conversation=talk.pk).order_by("number")
        can_read = talk.space.visibility != "group" or c in talk.space.seats
        for said, post in zip(talk.said, posts, strict=True):
            if said.author != NOBODY:
                say_half_baked(by=world.persons[said.author], post=post, is_half_baked=said.is_half_baked)
            if said.fate == "withdrawn" and said.author == NOBODY:
                withdraw_candid(posts=[post.pk], at=timezone.now())
            elif said.fate == "withdrawn" and said.author < LIVING:
                withdraw(by=world.persons[said.author], post=post)
            elif said.fate in ("held", "hidden") and can_read:
                flag(by=founder, kind="post", object_id=post.pk, community=row, why="zqflagx")
                hold(by=founder, kind="post", object_id=post.pk, community=row, why="A reason.", measure=said.fate)
            else:
                said.fate = "stands"
        if talk.space.is_held_whole and can_read and any(said.fate != "withdrawn" for said in talk.said):
            hold(by=founder, kind="conversation", object_id=talk.pk, community=row, why="A reason.")
            talk.is_held = True


def _some_have_a_say(world: World, c: int, place: Place) -> None:
    """Whoever leads, by their own word or another's, and sponsors: neutral ground is not for them from then on."""
    inside = {n for n, standing in place.standing.items() if n < LIVING and standing in ("member", "steward", "guest")}
    for n, by in place.plan.leads:
        if {n, by} <= inside and (n == by or place.standing[by] != "guest"):
            say_who_leads(by=world.persons[by], community=place.row, person=world.persons[n])
            place.having_say.add(n)
    for n in place.plan.sponsors & inside:
        here = Membership.objects.get(community=place.row, person=world.persons[n])
        appoint(
            by=world.persons[c], membership=here, name="Patron", since=timezone.localdate(), until=None, is_sponsor=True
        )
        place.having_say.add(n)


def _everyone_follows_everything(world: World, at: datetime) -> None:
    """Whoever lives follows each community, space, topic and person, and a search that found every post: also what was
    theirs to read once, and is not today.
    """
    since, now = at - timedelta(days=1), timezone.now()
    living = world.persons[:LIVING]
    whole = [{}, *({"whom": one} for one in world.persons)]
    for place in world.places:
        subjects = [*whole, *({"space": one} for one in place.row.spaces.all())]
        subjects += [{"topic": one} for one in Topic.objects.filter(community=place.row)]
        SubjectFollow.objects.bulk_create(
            SubjectFollow(person=person, community=place.row, since=since, **one)
            for person in living
            for one in subjects
        )
    for person in living:
        search = follow_search(person=person, text=COMMON, filters=Filters(), at=since)
        SearchNotice.objects.bulk_create(
            SearchNotice(person=person, follow=search, post=post, at=now) for post in Post.objects.order_by("pk")
        )
