"""What the story tells in rooms of their own: candour, how we are together, rounds, agreements, a launch.

In one file, because a file sows the whole story once.
"""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.agenda.models import Asking, Wanted
from commonplace.agreements.models import Agreement, Answer, Decision, Proposal
from commonplace.agreements.queries.sponsoring import in_force
from commonplace.candour.models import Draw, SpentToken, WaitingWord
from commonplace.candour.queries import ENOUGH
from commonplace.communities.charter.ways import By, current_way
from commonplace.communities.models import Community, Deed, Lead, Look, Looked, Membership
from commonplace.conversations.models import Conversation, Outcome, Post
from commonplace.demo.models import Sowing
from commonplace.fitness.models import HadSheet, Round, Sheet
from commonplace.fitness.queries import told_of as fitness_told_of
from commonplace.house.cli import main
from commonplace.launch.issue_map import drawn_of
from commonplace.launch.models import Interview, Launch
from commonplace.lib.small_numbers import few_people_in
from commonplace.lib.spread import Middle
from commonplace.orientations.models import Profile
from commonplace.orientations.queries import told_of
from commonplace.sponsorship.actions.keeping import keep_all_figures
from commonplace.sponsorship.models import Report, Request, Saying
from commonplace.undertakings.figures import written
from commonplace.value.models import Source
from commonplace.weaving.models import Introduction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sown")]


def test_a_candid_question_is_answered_settled_and_told_of_by_nobody_known() -> None:
    talk = Conversation.objects.exclude(alias="").get()
    posts = list(talk.posts.order_by("number"))
    assert [bool(one.alias) for one in posts] == [True, False, False, True]
    assert {one.alias for one in posts if one.alias} == {talk.alias}
    assert (talk.settlement.post, talk.settlement.by, talk.settlement.alias) == (posts[1], None, talk.alias)
    assert Outcome.objects.get(conversation=talk).alias == talk.alias
    deeds = Deed.objects.filter(what="conversation", what_id=talk.pk)
    nobodys = {(one.verb, one.part_id) for one in deeds if one.person is None}
    assert nobodys == {
        ("opened", posts[0].pk),
        ("replied", posts[3].pk),
        ("settled", posts[1].pk),
        ("told_outcome", posts[1].pk),
    }
    assert Draw.objects.count() >= ENOUGH
    assert (SpentToken.objects.count(), WaitingWord.objects.count()) == (2, 0)


def test_the_back_room_speaks_in_confidence_and_one_idea_is_half_baked() -> None:
    room = Community.objects.get(slug="listening-stick").spaces.exclude(confidence="ordinary").get()
    assert (room.name, room.confidence, room.is_group) == ("The back room", "chatham", True)
    assert Post.objects.filter(conversation__space=room).count() > 20
    assert Post.objects.get(is_half_baked=True).conversation.title == "What if we put the crews side by side?"


def test_who_leads_does_not_read_what_is_said_in_the_lee() -> None:
    lee = Community.objects.get(slug="listening-stick").spaces.get(visibility="neutral")
    talk = Conversation.objects.get(space=lee)
    leads, led = Lead.objects.get().person, talk.author
    assert (leads.name, led and led.name) == ("Grace Achieng", "Peter Otieno")
    seen = [Conversation.objects.visible_to(one).filter(pk=talk.pk).exists() for one in (leads, led)]
    assert (lee.name, seen) == ("In the lee", [False, True])


def test_it_drew_itself_and_wants_more_of_some_and_less_of_other() -> None:
    profile = Profile.objects.get(community=Community.objects.get(slug="listening-stick"))
    told = told_of(profile)
    assert (profile.drawn, len(told)) == (5, 9)
    assert {one.wants for one in told} == {0, 1}
    assert {str(one.orientation) for one in told if one.wants > 0} >= {"content", "individual"}


def test_two_rounds_were_told_and_decided_on() -> None:
    first, second = Round.objects.filter(community__slug="listening-stick").order_by("number")
    for one in (first, second):
        said = [re.sub("[\u2068\u2069]", "", row.difference) for row in fitness_told_of(one).differences]
        assert "Recognition: the host’s side sees it, members do not." in said
        (decided,) = one.decisions.select_related("gathering")
        assert decided.gathering.title in ("An hour about time", "Who says it aloud?")
        talked = [row.item.code for row in fitness_told_of(one, to=decided.by).rows if row.talks]
        assert talked == (["time", "means"] if one == first else ["recognition"])
    assert [row.item.code for row in fitness_told_of(first).low] == ["recognition", "time", "means"]
    moved = {row.item.code: row.readings[0].trend for row in fitness_told_of(second).rows}
    assert (moved["time"], moved["recognition"]) == (1, 0)
    assert not HadSheet.objects.exists()
    assert not Sheet.objects.exists()


def test_it_changed_its_charter_three_times_and_how_it_does_so_once() -> None:
    stick = Community.objects.get(slug="listening-stick")
    decided = Decision.objects.filter(proposal__community=stick).order_by("at").select_related("proposal", "revision")
    assert [(one.proposal.passage, one.outcome) for one in decided] == [
        ("rhythm", "adopted"),
        ("practice", "adopted"),
        ("way", "adopted"),
        ("domain", "adopted"),
        ("steward", "adopted"),
    ]
    last = decided[3]
    assert (last.yes, last.no) == (17, 2)
    assert last.revision == stick.charter_revisions.order_by("-number").first()
    against = Answer.objects.filter(wording__proposal=last.proposal, says="no").values_list("person__name", flat=True)
    assert len(against) == 2
    assert current_way(stick).by == By.VOTE


def test_a_steward_came_after_another_and_a_sponsor_agreed_twice() -> None:
    stick = Community.objects.get(slug="listening-stick")
    standing = dict(Membership.objects.filter(community=stick).values_list("person__name", "standing"))
    assert (standing["Leila Haddad"], standing["Nokuthula Dube"]) == ("steward", "member")
    assert standing["Adelheid Brunner"] == "sponsor"
    first, second = Agreement.objects.signed().filter(community=stick).order_by("number")
    assert in_force(stick, on=timezone.now().date()) == second
    assert first.until < timezone.now().date() < second.until


def test_a_sponsor_answers_offers_thanks_and_reads_two_pages(client: Client) -> None:
    stick, host = Community.objects.get(slug="listening-stick"), Sowing.objects.get(key="adelheid").person
    asked = Request.objects.filter(community=stick).order_by("at")
    turns = [[turn.says for turn in one.turns.order_by("number")] for one in asked]
    assert turns == [["later", "yes", "changed"], ["part", "changed"], []]
    said = Saying.objects.filter(community=stick, by=host).order_by("at")
    assert [(one.kind, one.taken) for one in said] == [("matters", None), ("offer", True), ("thanks", None)]
    report = Report.objects.get(community=stick)
    assert report.is_released
    assert [one.says for one in report.readings.order_by("at")] == ["fine", "objects"]
    assert report.readings.filter(says="objects", reply="").count() == 0
    assert report.kept["agreed"]["signed_on"] <= report.until.isoformat()
    client.force_login(host)
    pages = [client.get(address) for address in ("/c/listening-stick/sponsor/", report.url("listening-stick"))]
    sheet = pages[1].context["sheet"]
    assert [(one.kind, one.is_withdrawn) for one in sheet.stories] == [
        ("It made a difference", False),
        ("It did harm", False),
    ]
    assert [len(one) for one in (sheet.brief, sheet.asked)] == [3, 2]
    assert len([one for one in sheet.figures if one.latest is not None]) >= 3
    told = [line[name] for line in sheet.brief for name in line]
    told += [words for one in asked for words in (one.title, one.why, one.would_change)]
    assert [few for few in map(few_people_in, told) if few] == []
    assert [page.status_code for page in pages] == [200, 200]
    assert Look.objects.filter(by=host, what=Looked.SPONSORS_PAGE).count() >= 5
    assert not Post.objects.visible_to(host).difference(Post.objects.visible_to(None)).exists()


def test_stories_run_as_threads_through_four_kinds_of_evidence(client: Client) -> None:
    client.force_login(Sowing.objects.get(key="hal").person)
    page = client.get("/c/listening-stick/value/")
    matrix = page.context["matrix"]
    assert len(matrix.told) >= 8
    drawn = {line.story for band in (matrix.learning, matrix.around) for line in band.drawn.lines}
    assert len(drawn) >= 8
    known = {one.indicator.source for one in matrix.readings if one.latest and one.latest.is_told}
    touched = [
        cell.reading.indicator for band in (matrix.learning, matrix.around) for cell in band.cells if cell.stories
    ]
    assert (known, {one.source for one in touched}) == (set(Source), set(Source))
    assert [one for one in matrix.readings if one.agreed]
    assert [one for one in matrix.readings if one.latest is None]
    assert [cell.stories for cell in matrix.crossed][:2] == [3, 3]
    assert {"value lost", "half told"} <= {word for _knot, one in matrix.told for word in one.states}


def test_what_programs_read_of_its_worth_is_what_pages_tell(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["reading", "value", "--community", "listening-stick", "--json"]) == 0
    read = {one["name"]: one for one in json.loads(capsys.readouterr().out)["indicators"]}
    client.force_login(Sowing.objects.get(key="hal").person)
    page = client.get("/c/listening-stick/value/")
    keep_all_figures(now=timezone.now())
    sponsors = client.get("/c/listening-stick/sponsor/").context["front"].figures
    assert len(read) == len(page.context["matrix"].readings) == len(sponsors) > 15
    for one in [*page.context["matrix"].readings, *sponsors]:
        said, told = read[one.indicator.name], one.latest
        assert [words["words"] for words in said["expected"][:1]] == [words.words for words in one.expected[:1]]
        if told is None:
            assert said["values"] == []
            continue
        last = said["values"][0]
        assert (last["from"], last["to"]) == (told.since.isoformat(), told.until.isoformat())
        assert (last["unit"], last["people_at_least"] or 0) == (told.unit, told.people)
        assert last["amount"] == (None if told.amount is None else written(told.amount))
        assert last["middle"] == (None if told.middle is None else [told.middle.low, told.middle.high])
        if told.is_told:
            assert f"<b>{told.figure}</b>" in page.text


def test_one_is_talked_about_just_now() -> None:
    assert Proposal.objects.open_at(timezone.now()).count() == 1


def test_the_lone_shift_is_being_born(client: Client) -> None:
    launch = Launch.objects.get()
    assert (launch.community.slug, launch.space.seats.count()) == ("lone-shift", 5)
    assert (Interview.objects.held().count(), Interview.objects.filter(on=None).count()) == (14, 6)
    assert [(one.issue.name, one.people, one.awake) for one in drawn_of(launch)] == [
        ("Deciding alone", 7, 4),
        ("Who knows that you are there", 5, 1),
        ("Nobody to stand in", 3, 2),
        ("Signing for what you could not check", 2, 2),
    ]
    client.force_login(Sowing.objects.get(key="ines").person)
    page = client.get("/c/lone-shift/launch/")
    assert page.context["steps"][0][0].code == "willing"


def test_it_said_before_two_seasons_what_would_help(client: Client) -> None:
    first, second = Asking.objects.order_by("at")
    told = {one.need: one for one in first.needs.all()}
    assert set(told) == {"stuck", "in-heads"}
    assert (told["stuck"].people, told["stuck"].bringing, told["stuck"].middle) == (5, 5, Middle(1, 2))
    assert told["in-heads"].middle == Middle(1, 1)
    assert first.over_at is not None
    assert {one.need: hasattr(one, "answer") for one in second.needs.all()} == {"cannot-yet": True, "new-people": False}
    assert not Wanted.objects.filter(asking=first).exists()
    client.force_login(Sowing.objects.get(key="hal").person)
    page = client.get("/c/listening-stick/agenda/needs").text
    assert "New people have come" in page


def test_members_think_of_others_who_should_meet_and_each_of_these_speaks_for_themselves() -> None:
    thought = Introduction.objects.suggested().order_by("proposed_at")
    met, waits = thought
    assert (met.by.name, waits.by.name) == ("Grace Achieng", "Mei Tanaka-Holt")
    assert met.introduced_at
    assert sorted(met.sides.values_list("person__name", "says", "came")) == [
        ("Bilal Chaudhry", "yes", "of_use"),
        ("Juan Mamani", "yes", ""),
    ]
    assert waits.asked_at
    assert waits.introduced_at is None
    assert sorted(waits.sides.values_list("person__name", "says")) == [("Carlo Menegatti", "yes"), ("Dragan Ilić", "")]
