"""The charter of the demo has changed by proposal, and one is being talked about."""

import pytest
from django.utils import timezone

from commonplace.agreements.models import Answer, Decision, Proposal
from commonplace.communities.charter.ways import By, current_way
from commonplace.communities.models import Community

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sown")]


def test_it_changed_its_charter_three_times_and_how_it_does_so_once() -> None:
    stick = Community.objects.get(slug="listening-stick")
    decided = Decision.objects.filter(proposal__community=stick).order_by("at").select_related("proposal", "revision")
    assert [(one.proposal.passage, one.outcome) for one in decided] == [
        ("rhythm", "adopted"),
        ("practice", "adopted"),
        ("way", "adopted"),
        ("domain", "adopted"),
    ]
    last = decided[3]
    assert (last.yes, last.no) == (17, 2)
    assert last.revision == stick.charter_revisions.order_by("-number").first()
    against = Answer.objects.filter(wording__proposal=last.proposal, says="no").values_list("person__name", flat=True)
    assert len(against) == 2
    assert current_way(stick).by == By.VOTE


def test_one_is_talked_about_just_now() -> None:
    assert Proposal.objects.open_at(timezone.now()).count() == 1
