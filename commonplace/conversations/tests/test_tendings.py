"""What talk gives a steward to tend once it was answered: each kind is offered with its reason, and ends by itself."""

from datetime import datetime, timedelta

import pytest

from commonplace.communities.models import Community, Space
from commonplace.communities.tendings import TENDINGS, Bed, Tending, with_rows
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import say_me_too
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def offered(to: Person, code: str, now: datetime) -> list[Tending]:
    """What is offered of one kind."""
    viewpoint = look(to, "stick")
    return list(TENDINGS[code].offer(with_rows(Bed(viewpoint.community, viewpoint, now))))


def ask(by: Person, space: Space, at: datetime) -> Conversation:
    return open_conversation(by=by, space=space, kind="question", title="Which logger?", text="For iron.", at=at)


def test_what_was_answered_is_asked_about_for_a_while_until_it_is_settled(
    stick: Community, table: Space, ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    asked = ask(leila, table, now - timedelta(days=20))
    assert offered(ines, "unsettled", now) == []
    post = reply(by=hal, conversation=asked, text="The small one.", at=now - timedelta(days=15))
    (one,) = offered(ines, "unsettled", now)
    assert one.why == "Because the last answer is 15 days old, and nobody has said whether it helped."
    assert offered(ines, "unsettled", now - timedelta(days=2)) == []
    assert offered(ines, "unsettled", now + timedelta(days=28)) == []
    settle(by=leila, post=post, at=now)
    assert offered(ines, "unsettled", now) == []


def test_what_many_have_is_offered_until_it_is_closed(
    stick: Community, table: Space, ines: Person, rosa: Person, hal: Person, leila: Person, tomasz: Person, now
) -> None:
    asked = ask(leila, table, now - timedelta(days=20))
    for person in (ines, hal):
        say_me_too(by=person, conversation=asked)
    assert offered(ines, "many_have_it", now) == []
    say_me_too(by=tomasz, conversation=asked)
    (one,) = offered(ines, "many_have_it", now)
    assert one.why == "Because three others said “me too”, and nothing has settled it yet."
    close(by=leila, conversation=asked)
    assert offered(ines, "many_have_it", now) == []


def test_a_space_gone_quiet_is_offered_while_people_write_elsewhere(
    stick: Community, table: Space, window: Space, ines: Person, hal: Person, now: datetime
) -> None:
    quiet = ask(hal, window, now - timedelta(days=190))
    assert offered(ines, "quiet_space", now) == []
    ask(hal, table, now - timedelta(days=3))
    (one,) = offered(ines, "quiet_space", now)
    assert (one.title, one.url) == (
        "Say what becomes of “Open window”",
        f"/c/stick/settings/spaces/{window.pk}",
    )
    reply(by=ines, conversation=quiet, text="Still so.", at=now)
    assert offered(ines, "quiet_space", now) == []
