"""Of a space that sends no words nothing stands in a digest: no title, no name, and nothing that needs one there."""

from datetime import timedelta

import pytest

from commonplace.attention.models import Follow
from commonplace.communities.models import Space
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.models import Period
from commonplace.gatherings.actions.convening import Plan
from commonplace.gatherings.actions.polling import ask_when
from commonplace.gatherings.by_link import token_for
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db

QUIET = [{"in_letters": "notice"}, {"confidence": "sealed"}]
SECRETS = ("step-test", "clamp", "Hours that water", "arguing about", "blue one", "Which one", "Circle talk")


def said() -> str:
    return " ".join(f"{one.subject} {one.text} {one.html}" for one in Letter.objects.filter(kind="digest"))


@pytest.fixture
def everyone_follows(week, hal, rosa, tomasz) -> None:
    Follow.objects.bulk_create(
        Follow(person=person, conversation=talk) for person in (hal, rosa, tomasz) for talk in week.values()
    )


@pytest.mark.parametrize("how", QUIET)
@pytest.mark.parametrize("since", ["before it was laid out", "after it was laid out"])
def test_nothing_of_it_stands_in_a_digest(
    how: dict, since: str, stick, week, everyone_follows, table, hal, rosa, thursday, evening, window
) -> None:
    asked = open_conversation(by=hal, space=table, kind="question", title="Which one", text="Of two.", at=thursday)
    reply(by=rosa, conversation=asked, text="The blue one.", at=thursday)
    open_conversation(by=rosa, space=window, kind="question", title="Who maps valves?", text="Here.", at=thursday)
    read_on()
    spaces = Space.objects.filter(pk=table.pk)
    if since.startswith("before"):
        spaces.update(**how)
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    spaces.update(**how)
    send(issue=issue, now=evening)
    assert [secret for secret in SECRETS if secret in said()] == []
    # It is a digest all the same: what may be told is.
    assert "Who maps valves?" in said()


@pytest.mark.parametrize("how", [*QUIET, {}])
def test_a_date_that_is_looked_for_waits_in_a_digest_under_a_link_of_ones_own(
    how: dict, stick, table, hal, rosa, tomasz, window, thursday, evening
) -> None:
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    open_conversation(by=rosa, space=window, kind="question", title="Who maps valves?", text="Here.", at=thursday)
    read_on()
    wall = (evening + timedelta(days=9)).replace(second=0, microsecond=0, tzinfo=None)
    plan = Plan("Two ends of a pipe", wall, "UTC")
    asked = ask_when(by=hal, space=table, plan=plan, walls=[wall, wall + timedelta(days=1)], at=thursday)
    Space.objects.filter(pk=table.pk).update(**how)
    send(issue=make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday), now=evening)
    told = Letter.objects.get(kind="digest", to="tomasz@example.org").text
    assert ("Two ends" in told, "asks when you can" in told) == (not how, not how)
    assert (f"/gatherings/answer/{token_for(asked.pk, person=tomasz.pk)}" in told) is (not how)
    assert "Two ends" not in Letter.objects.get(kind="digest", to="hal@example.org").text


def test_where_words_are_sent_they_stand_there(stick, week, everyone_follows, thursday, evening) -> None:
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    send(issue=issue, now=evening)
    assert [secret for secret in SECRETS[:3] if secret not in said()] == []
