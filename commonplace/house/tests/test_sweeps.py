"""What the worker throws away once a day."""

from datetime import datetime, timedelta

from commonplace.communities.models import Community
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.models import Draft
from commonplace.house.sweeps import tidy
from commonplace.people.models import Person


def test_old_drafts_go_and_young_ones_stay(hal: Person, stick: Community, now: datetime) -> None:
    for days, place in ((400, "opening"), (10, "reply:1")):
        at = now - timedelta(days=days)
        keep_draft(by=hal, community=stick, place=place, words={"text": "Half a thought"}, at=at)
    tidy(now=now)
    assert [draft.place for draft in Draft.objects.all()] == ["reply:1"]
