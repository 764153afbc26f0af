"""What competence means here: listed in the charter, told by members of themselves, and taken back at any time."""

import pytest
from django.urls import reverse

from commonplace.agreements.actions.milestones import NoMilestone, take_back, tell
from commonplace.agreements.actions.rights import NotAMember
from commonplace.agreements.models import Reached
from commonplace.agreements.queries.milestones import listed
from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.membership.actions.leaving import leave

WORDS = "Some day:\n\n- Heard a leak under plastic\n- Was wrong, and said so\n- Heard a leak under plastic\n-no item"


@pytest.fixture
def practising(stick, ines):
    revise_charter(by=ines, community=stick, words={"milestones": WORDS}, summary="First")
    stick.modules = [*stick.modules, "agreements"]
    stick.save(update_fields=["modules"])
    return stick


def test_each_item_of_the_list_is_a_milestone_once():
    assert listed(WORDS) == ["Heard a leak under plastic", "Was wrong, and said so"]
    assert listed("No list at all.") == []


def test_a_member_tells_it_in_their_words_and_once_more_instead(practising, hal):
    tell(by=hal, community=practising, milestone="Was wrong, and said so", story="In May.")
    tell(by=hal, community=practising, milestone="Was wrong, and said so", story="In May, twice.")
    assert [one.story for one in Reached.objects.visible_to(hal)] == ["In May, twice."]
    with pytest.raises(NoMilestone):
        tell(by=hal, community=practising, milestone="Walked on water", story="Once.")


def test_nobody_outside_tells_or_reads_it(practising, hal, stranger):
    tell(by=hal, community=practising, milestone="Was wrong, and said so", story="In May.")
    with pytest.raises(NotAMember):
        tell(by=stranger, community=practising, milestone="Was wrong, and said so", story="In May.")
    assert list(Reached.objects.visible_to(stranger)) == []


def test_whoever_has_left_is_asked_no_more_and_nobody_takes_back_what_is_another_s(practising, hal, rosa, now):
    told = tell(by=hal, community=practising, milestone="Was wrong, and said so", story="In May.")
    take_back(by=rosa, community=practising, pk=told.pk)
    assert list(Reached.objects.visible_to(rosa)) == [told]
    leave(person=hal, community=practising, at=now)
    assert list(Reached.objects.visible_to(rosa)) == []


def test_the_page_tells_who_may_be_asked_and_what_was_called_otherwise(client, practising, ines, hal):
    client.force_login(hal)
    page = reverse("milestones", args=["stick"])
    assert "Nobody has told of it yet." in client.get(page).content.decode()
    assert client.post(page, {"milestone": "Walked on water", "story": ""}).status_code == 422
    client.post(page, {"milestone": "Was wrong, and said so", "story": "A valve, in May."})
    revise_charter(by=ines, community=practising, words={"milestones": "- Was wrong, aloud"}, summary="Aloud")
    shown = client.get(page).content.decode()
    assert "A valve, in May." in shown
    assert "As it was called before" in shown
    client.post(reverse("milestone_taken_back", args=["stick", 2**62]))
    client.post(reverse("milestone_taken_back", args=["stick", Reached.objects.get().pk]))
    assert not Reached.objects.exists()
