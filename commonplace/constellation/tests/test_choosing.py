"""Nothing that was said in confidence is chosen, and everyone is asked once, by page, line and letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.spaces.actions import open_space
from commonplace.constellation.actions import planning
from commonplace.constellation.actions.asking import LAST_LOOK, take_words_back
from commonplace.constellation.models import Crossing, Going, Voice
from commonplace.constellation.queries import may_go
from commonplace.constellation.tests.conftest import WHY, posts_in, say
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.quoting import say_half_baked
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.models import Letter
from commonplace.people.answers_by_link import answer_path
from commonplace.people.consents import all_given_by
from commonplace.people.models import Person
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Credit, Resource

pytestmark = pytest.mark.django_db
Carried = Callable[[Crossing, Person], Community]
HERE = "/c/stick/related/plans/"


def waits(person: Person, now: datetime) -> list[str]:
    standings = list(Membership.objects.current(now).filter(person=person).select_related("community"))
    return [one.code for one in waiting_for(person, standings, now=now) if one.code.endswith("_asked")]


@pytest.mark.parametrize(
    ("visibility", "confidence"),
    [
        (SpaceVisibility.MEMBERS, Confidence.CHATHAM),
        (SpaceVisibility.MEMBERS, Confidence.SEALED),
        (SpaceVisibility.GROUP, Confidence.CHATHAM),
        (SpaceVisibility.NEUTRAL, Confidence.ORDINARY),
    ],
)
def test_what_was_said_in_confidence_never_goes(
    visibility: str, confidence: str, daughter: Crossing, stick: Community, hal: Person, ines: Person
) -> None:
    seats = [hal, ines] if visibility == SpaceVisibility.GROUP else []
    space = open_space(
        community=stick, slug="close", name="Close", visibility=visibility, confidence=confidence, seats=seats
    )
    said = open_conversation(by=hal, space=space, kind="idea", title="Between us", text="So it is.")
    assert planning.choose(by=ines, crossing=daughter, conversations=[said.pk]) == 0


@pytest.mark.parametrize("how", ["held", "candid", "of the archive"])
def test_what_is_held_or_of_whom_nobody_can_ask_never_goes(
    how: str, talk: Conversation, stick: Community, hal: Person, ines: Person
) -> None:
    assert may_go.talk_that_may_go(stick, reader=ines).filter(pk=talk.pk).exists()
    if how == "held":
        hold(by=ines, kind="conversation", object_id=talk.pk, community=stick, why="A look.")
    elif how == "candid":
        Conversation.objects.filter(pk=talk.pk).update(author=None, alias="bcdfgh")
    else:
        Person.objects.filter(pk=hal.pk).update(claimed_at=None)
    assert not may_go.talk_that_may_go(stick, reader=ines).filter(pk=talk.pk).exists()


def test_a_candid_or_half_baked_post_stays(
    asked: Crossing, carried: Carried, talk: Conversation, hal: Person, tomasz: Person, ines: Person
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="no")
    say_half_baked(by=tomasz, post=talk.posts.get(number=2))
    Post.objects.filter(conversation=talk, number=3).update(author=None, alias="bcdfgh")
    assert [source for _by, source in posts_in(carried(asked, ines))] == ["At night?", "Thank you both."]


def test_talk_of_a_group_goes_only_if_all_who_sit_there_say_yes(
    stick: Community, carried: Carried, hal: Person, tomasz: Person, leila: Person, ines: Person
) -> None:
    circle = open_space(
        community=stick, slug="ring", name="Ring", visibility=SpaceVisibility.GROUP, seats=[ines, hal, tomasz]
    )
    said = open_conversation(by=hal, space=circle, kind="idea", title="Among us", text="So it is.")
    for answer, stands in (("", []), ("yes", [("Hal Brennan", "So it is.")])):
        made = planning.plan(by=ines, community=stick, kind="daughter", name=f"Ring {answer}", words=WHY)
        planning.choose(by=ines, crossing=made, conversations=[said.pk])
        planning.ask(by=ines, crossing=made)
        assert set(Voice.objects.filter(crossing=made, writes=True).values_list("person", flat=True)) == {
            ines.pk,
            hal.pk,
            tomasz.pk,
        }
        say(made, hal, words="yes")
        say(made, tomasz, words=answer)
        assert posts_in(carried(made, ines)) == stands


def test_two_plans_do_not_take_the_same(daughter: Crossing, talk: Conversation, ines: Person) -> None:
    other = planning.plan(by=ines, community=daughter.community, kind="split", name="Other", words=WHY)
    assert planning.choose(by=ines, crossing=other, conversations=[talk.pk]) == 0
    planning.leave_behind(by=ines, crossing=daughter, goings=Going.objects.values_list("pk", flat=True))
    assert planning.choose(by=ines, crossing=other, conversations=[talk.pk]) == 1
    assert planning.choose(by=ines, crossing=daughter, conversations=[talk.pk]) == 0


def test_each_is_asked_once_by_page_line_and_letter(
    client: Client, asked: Crossing, hal: Person, tomasz: Person, ines: Person, leila: Person, now: datetime
) -> None:
    letters = list(Letter.objects.filter(kind="crossing").order_by("pk"))
    assert [one.text.count("/letters/press/") for one in letters] == [4, 4]
    assert not any(re.search("At night|Who hears", one.text) for one in letters)
    assert (waits(hal, now), waits(ines, now), waits(leila, now)) == (["crossing_asked"], [], [])
    link = answer_path("crossing", hal, asked.pk, choice="words-yes", at=now)
    assert "May your words go along?" in client.get(link).text
    assert Voice.objects.get(person=hal).words == ""
    assert "You said that your words may go along." in client.post(link).text
    assert "words_along" in [one.of.code for one in all_given_by(hal)]
    assert sum(LAST_LOOK.may_go(one) for one in letters) == 2
    client.force_login(hal)
    client.post(f"{HERE}{asked.pk}/answer", {"what": "coming", "says": "yes"})
    assert waits(hal, now) == []
    assert sum(LAST_LOOK.may_go(one) for one in letters) == 1
    assert client.post(f"{HERE}{asked.pk}/answer", {"what": "coming", "says": "perhaps"}).status_code == 302
    client.force_login(leila)
    assert client.get(f"{HERE}{asked.pk}").status_code == 200
    client.post(f"{HERE}{asked.pk}/answer", {"what": "words", "says": "yes"})
    assert not Voice.objects.filter(person=leila).exists()


def test_members_plan_nothing_and_strangers_read_nothing(
    client: Client, daughter: Crossing, hal: Person, ines: Person
) -> None:
    with pytest.raises(planning.NotASteward):
        planning.plan(by=hal, community=daughter.community, kind="daughter", name="Mine", words=WHY)
    for what in (planning.ask, planning.call_off):
        with pytest.raises(planning.NotASteward):
            what(by=hal, crossing=daughter)
    client.force_login(hal)
    for page in ("new", f"{daughter.pk}", f"{daughter.pk}/talk", f"{daughter.pk}/kept", f"{daughter.pk}/people"):
        assert client.get(f"{HERE}{page}").status_code == 404
    for deed in ("ask", "carry", "call-off", "leave-behind", "agree"):
        assert client.post(f"{HERE}{daughter.pk}/{deed}").status_code == 404


def test_a_steward_chooses_on_the_pages(
    client: Client, stick: Community, talk: Conversation, ines: Person, hal: Person, tomasz: Person
) -> None:
    client.force_login(ines)
    answer = client.post(f"{HERE}new", {"kind": "daughter", "name": "", "words": WHY})
    assert (answer.status_code, "It has no name yet." in answer.text) == (422, True)
    assert client.post(f"{HERE}new", {"kind": "merge", "words": WHY}).status_code == 422
    client.post(f"{HERE}new", {"kind": "daughter", "name": "Night Ears", "words": WHY})
    here = f"{HERE}{Crossing.objects.get().pk}"
    client.post(f"{here}/ask")
    assert Crossing.objects.get().asked_at is None
    assert "Who hears valves?" in client.get(f"{here}/talk?topic=valves").text
    client.post(f"{here}/talk", {"thing": [str(10**30), "x"]})
    assert not Going.objects.exists()
    client.post(f"{here}/talk", {"all": "1", "topic": "valves"})
    assert Going.objects.get().conversation == talk
    assert "Nothing more may go." in client.get(f"{here}/talk?topic=valves").text
    client.post(f"{here}/people", {"people": [str(hal.pk)]})
    assert client.post(f"{here}/people", {"people": ["0"]}).status_code == 422
    assert "1 person is to be asked to come." in client.get(here).text
    client.post(f"{here}/people", {"everyone": "on"})
    assert tomasz in [one.person for one in Voice.objects.all()]
    client.post(f"{here}/ask")
    assert client.get(f"{here}/talk").status_code == 404


def test_a_resource_goes_if_all_who_wrote_it_let_it(
    stick: Community, table: Space, carried: Carried, hal: Person, ines: Person, tomasz: Person
) -> None:
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])
    words = Words("By ear", "", {"how": "Listen."})
    kept = [keep(by=one, space=table, kind="template", words=words) for one in (hal, tomasz)]
    made = planning.plan(by=ines, community=stick, kind="daughter", name="Night Ears", words=WHY)
    assert planning.choose(by=ines, crossing=made, resources=[one.pk for one in kept]) == 2
    planning.ask(by=ines, crossing=made)
    say(made, hal, words="yes")
    there = carried(made, ines)
    copy = Resource.objects.get(community=there)
    assert (copy.title, copy.kept_by, copy.sections.get().source) == ("By ear", hal, "Listen.")
    assert Credit.objects.get(resource=copy).parent == kept[0]
    take_words_back(by=hal, crossing=made)
    copy.refresh_from_db()
    assert (copy.title, copy.sections.exists()) == ("Something whose words were withdrawn", False)
    assert kept[0].sections.exists()
