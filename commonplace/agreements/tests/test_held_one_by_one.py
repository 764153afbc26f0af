"""One remark about a proposal, or one story of a milestone, is held back, and the rest stays."""

import pytest
from django.urls import reverse

from commonplace.agreements.actions.answering import remark
from commonplace.agreements.actions.milestones import tell
from commonplace.agreements.models import Reached, Remark
from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.moderation.actions.holding import hold

LATER = "Not in winter."


@pytest.fixture
def told(stick, ines, hal, tomasz):
    revise_charter(by=ines, community=stick, words={"milestones": "- Was wrong, and said so"}, summary="First")
    stick.modules = [*stick.modules, "agreements"]
    stick.save(update_fields=["modules"])
    tell(by=tomasz, community=stick, milestone="Was wrong, and said so", story="A valve, in May.")
    return tell(by=hal, community=stick, milestone="Was wrong, and said so", story="Ask Priya, on +351 555.")


def test_one_story_of_a_milestone_is_held_and_the_others_stand(client, stick, told, ines, hal, tomasz):
    client.force_login(ines)
    page = reverse("milestones", args=["stick"])
    assert reverse("hold", args=["stick", "milestone", told.pk]) in client.get(page).content.decode()
    hold(by=ines, kind="milestone", object_id=told.pk, community=stick, why="It names somebody’s number.")
    for person, sees in ((ines, True), (hal, True), (tomasz, False)):
        client.force_login(person)
        shown = client.get(page).content.decode()
        assert ("+351 555" in shown) is sees
        assert "A valve, in May." in shown
        assert Reached.objects.visible_to(person).filter(pk=told.pk).exists() is sees
    client.force_login(hal)
    assert "It names somebody’s number." in client.get(page).content.decode()


def test_one_remark_is_held_and_the_proposal_stands(client, put, stick, ines, hal, tomasz):
    proposed = put()
    said = remark(by=hal, proposal=proposed, words="Priya cannot count.")
    remark(by=tomasz, proposal=proposed, words=LATER)
    hold(by=ines, kind="remark", object_id=said.pk, community=stick, why="It is about her, not about the words.")
    for person, sees in ((ines, True), (hal, True), (tomasz, False)):
        client.force_login(person)
        shown = client.get(proposed.url("stick")).content.decode()
        assert ("Priya cannot count." in shown) is sees
        assert LATER in shown
        assert Remark.objects.visible_to(person).filter(pk=said.pk).exists() is sees


def test_it_is_flagged_by_whoever_reads_it(client, told, tomasz, stranger):
    flag = reverse("flag", args=["stick", "milestone", told.pk])
    client.force_login(tomasz)
    assert client.get(flag).status_code == 200
    client.force_login(stranger)
    assert client.get(flag).status_code == 404
