"""A community that is not yet one begins with a group for those who start it."""

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.models import Community, SpaceSeat
from commonplace.launch.actions.beginning import NotASteward, begin, found_to_launch
from commonplace.launch.models import Launch
from commonplace.people.models import Person

PAGE = "/c/stick/launch/"


def test_it_is_founded_out_of_sight_with_a_group_for_whoever_starts_it(ines: Person, stick: Community) -> None:
    launch = found_to_launch(by=ines, name="The Lone Shift", domain="Nights")
    here = launch.community
    assert (here.slug, here.visibility, here.joining) == ("the-lone-shift", "private", "invitation")
    assert [seat.person for seat in SpaceSeat.objects.filter(space=launch.space)] == [ines]
    assert "launch" in Community.objects.get(pk=here.pk).modules


def test_begun_twice_it_is_one(ines: Person, stick: Community) -> None:
    assert begin(by=ines, community=stick) == begin(by=ines, community=stick)
    assert (Launch.objects.count(), stick.spaces.filter(visibility="group").count()) == (1, 1)


def test_members_do_not_begin_it(hal: Person, stick: Community) -> None:
    with pytest.raises(NotASteward):
        begin(by=hal, community=stick)


def test_the_web_founds_what_is_not_yet_a_community(client: Client, ines: Person, stick: Community) -> None:
    client.force_login(ines)
    said = {"name": "The Lone Shift", "domain": "Nights", "visibility": "listed", "is_launch": "on"}
    answers = [client.post(reverse("found"), said).headers["Location"] for _ in range(2)]
    assert answers == ["/c/the-lone-shift/launch/"] * 2
    assert Launch.objects.get().community.is_private
    assert client.get(answers[0]).status_code == 200


def test_its_page_is_for_those_who_start_it(client: Client, launch: Launch, hal: Person, tomasz: Person) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(tomasz)
    answer = client.get(PAGE)
    assert (answer.status_code, "being born" in answer.content.decode()) == (200, True)
    assert "Core group" not in answer.content.decode()
    assert client.get(f"{PAGE}interviews/").status_code == 404
    client.force_login(hal)
    assert "Core group" in client.get(PAGE).content.decode()


def test_whoever_leaves_the_group_reads_it_no_more(launch: Launch, hal: Person) -> None:
    assert Launch.objects.started_by(hal).exists()
    SpaceSeat.objects.filter(person=hal).delete()
    assert not Launch.objects.started_by(hal).exists()


def test_a_steward_begins_it_on_its_page(client: Client, ines: Person, stick: Community, hal: Person) -> None:
    stick.modules = [*stick.modules, "launch"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert client.post(f"{PAGE}begin").status_code == 404
    client.force_login(ines)
    assert "Begin with conversations" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}begin").headers["Location"] == f"{PAGE}#leaf"
    assert Launch.objects.get().by == ines


def test_switched_off_it_is_not_there(client: Client, launch: Launch, ines: Person) -> None:
    Community.objects.update(modules=["people", "conversations"])
    client.force_login(ines)
    assert client.get(PAGE).status_code == 404


def test_the_page_makes_few_queries(client: Client, launch: Launch, hal: Person, django_assert_max_num_queries) -> None:
    client.force_login(hal)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
