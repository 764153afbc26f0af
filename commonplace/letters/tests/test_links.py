"""A link opens what it was made for, until its time, once."""

from datetime import UTC, datetime, timedelta

import pytest

from commonplace.letters import links
from commonplace.letters.models import OneTimeLink

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_link(**changes) -> str:
    return links.make(**{"purpose": "invitation", "payload": {"id": 7}, "expires": DAY, "at": NOON, **changes})


@pytest.mark.django_db
class TestOneTime:
    def test_it_is_opened_often_and_used_once(self):
        token = a_link()
        assert links.open(token, "invitation", now=NOON) == {"id": 7}
        assert links.open(token, "invitation", now=NOON) == {"id": 7}
        assert links.use(token, "invitation", now=NOON) == {"id": 7}
        with pytest.raises(links.LinkUsed):
            links.use(token, "invitation", now=NOON)
        with pytest.raises(links.LinkUsed):
            links.open(token, "invitation", now=NOON)

    def test_it_ends(self):
        token = a_link()
        assert links.open(token, "invitation", now=NOON + DAY - timedelta(seconds=1)) == {"id": 7}
        for way in (links.open, links.use):
            with pytest.raises(links.LinkExpired):
                way(token, "invitation", now=NOON + DAY)

    def test_it_opens_nothing_else(self):
        token = a_link()
        for wrong in (token[:-1], token + "x", "", "\ud800", "x" * 100_000, OneTimeLink.objects.get().digest):
            with pytest.raises(links.LinkUnknown):
                links.open(wrong, "invitation", now=NOON)
        with pytest.raises(links.LinkUnknown):
            links.open(token, "founding", now=NOON)

    def test_the_token_is_kept_nowhere(self):
        token = a_link()
        assert token not in str(OneTimeLink.objects.values().get())
        assert token != a_link()

    def test_a_newer_one_may_replace_it(self):
        token, other = a_link(payload={"id": 7, "to": ["Łódź"]}), a_link(payload={"id": 8})
        assert links.withdraw(purpose="invitation", payload={"to": ["Łódź"], "id": 7}, at=NOON) == 1
        with pytest.raises(links.LinkUsed):
            links.use(token, "invitation", now=NOON)
        assert links.use(other, "invitation", now=NOON) == {"id": 8}
