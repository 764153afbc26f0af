"""What leads say, of each kind of loop that closes, and where one reads of the latest."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Outcome
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person
from commonplace.repertoire.models import Adaptation, Resource, Told, Use
from commonplace.runs.models import Captured, Run, WhatCame
from commonplace.stories.actions.leads import find_in, follow_leads, take
from commonplace.stories.models import StoryLead
from commonplace.stories.queries.leads import Lead, latest_leads, said_of
from commonplace.undertakings.models import Asked, HelpDesk, Undertaking

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/value/"
Why = StoryLead.Why


@pytest.fixture
def closed(stick: Community, table: Space, ines: Person, hal: Person, tomasz: Person) -> Community:
    """A loop of each kind, one a day: the last of them closed today."""
    stick.modules = [*stick.modules, "repertoire", "gatherings", "undertakings"]
    stick.save(update_fields=["modules"])
    now = timezone.now()
    days = [now - timedelta(days=ago, minutes=1) for ago in range(5)]
    kept = {"community": stick, "space": table, "kind": "tool", "kept_by": ines, "steward": ines}
    card, large = [Resource.objects.create(title=one, **kept) for one in ("Valve card", "Valve card, large")]
    Use.objects.create(
        resource=card, person=tomasz, how="harm", text="It tore.", told=Told.MEMBERS, number=1, at=days[4]
    )
    asked = open_conversation(by=hal, space=table, kind="question", title="What hums?", text="At night.")
    answer = reply(by=tomasz, conversation=asked, text="The pump.")
    Outcome.objects.create(conversation=asked, post=answer, person=hal, how="helped", text="It was.", at=days[3])
    clinic = convene(by=hal, space=table, plan=plan())
    line = Captured.objects.create(
        run=Run.objects.create(gathering=clinic, phases=[]), phase=6, kind="takeaway", words="x", by=tomasz
    )
    WhatCame.objects.create(captured=line, came="helped", words="I dug there.", said_at=days[2], told=answer)
    Adaptation.objects.create(resource=large, parent=card, root=card, by=hal, changed="Larger boxes.", at=days[1])
    desk = HelpDesk.objects.create(
        undertaking=Undertaking.objects.create(
            community=stick, space=table, kind="help-desk", title="Desk", begun_by=hal
        )
    )
    Asked.objects.create(
        desk=desk, title="Does it freeze?", source="?", html="", promised_at=now, closed_how="helped", closed_at=days[0]
    )
    assert find_in(stick, now=now) == 5
    return stick


def latest(person: Person, community: Community, most: int = 9) -> list[Lead]:
    return latest_leads(Viewpoint(person, community, standing_of(person, community)), most=most)


def test_each_kind_of_loop_is_a_lead_in_one_sentence_wherever_it_is_read(
    closed: Community, hal: Person, django_assert_num_queries
) -> None:
    follow_leads(by=hal, community=closed)
    viewpoint = Viewpoint(hal, closed, standing_of(hal, closed))
    with django_assert_num_queries(1):
        found = latest_leads(viewpoint, most=9)
    assert [one.row.why for one in found] == [Why.THANKS, Why.ADAPTATION, Why.TAKEAWAY, Why.SETTLED, Why.USE]
    said = said_of([one.row for one in found], hal)
    assert [one.sentence for one in found] == [said[one.row.pk].sentence for one in found]
    plain = ["".join(letter for letter in one.sentence if letter not in "\u2068\u2069") for one in found]
    assert plain == [
        "Somebody from outside asked “Does it freeze?”, and said that it helped.",
        "“Valve card, large” was made out of “Valve card”.",
        "Somebody tried what they took from “The logger says leak”, and it helped.",
        "Somebody told what came of the answer in “What hums?”.",
        "“Valve card” was used, and it did harm.",
    ]


def test_they_are_for_whoever_follows_some_and_for_stewards(
    closed: Community, hal: Person, leila: Person, rosa: Person
) -> None:
    follow_leads(by=leila, community=closed)
    take(by=leila, lead=StoryLead.objects.get(why=Why.ADAPTATION))
    assert latest(hal, closed) == []
    assert [one.follower and one.follower.name for one in latest(rosa, closed, 2)] == [None, leila.name]
    assert len(latest(leila, closed)) == 5


def test_what_somebody_may_not_see_is_no_lead_for_them(closed: Community, table: Space, hal: Person) -> None:
    follow_leads(by=hal, community=closed)
    Use.objects.update(told=Told.STEWARD)
    assert Why.USE not in [one.row.why for one in latest(hal, closed)]
    Space.objects.filter(pk=table.pk).update(visibility="group")
    assert latest(hal, closed) == []


def test_three_stand_on_the_page_of_value_and_lead_to_where_they_are_taken(
    closed: Community, hal: Person, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(hal)
    assert "What difference it made, nobody has told yet." in " ".join(client.get(PAGE).text.split())
    follow_leads(by=hal, community=closed)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    leads = page.context["leads"]
    assert len(leads) == 3
    there = client.get(f"{PAGE}stories/leads").text
    for one in leads:
        assert f'href="{PAGE}stories/leads#lead-{one.row.pk}"' in page.text
        assert f'id="lead-{one.row.pk}"' in there
