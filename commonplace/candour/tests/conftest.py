"""A community that switched candour on, with its keys, and a browser that draws there."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from commonplace.candour.actions.drawing import draw
from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import after, before
from commonplace.candour.queries import ENOUGH, MODULE, TOKENS, keys_of
from commonplace.candour.tests.saying import Speaker, Tokens
from commonplace.communities.models import Community
from commonplace.lib.blind_signatures import Blinded, blind, finalize, prepare, read
from commonplace.people.models import Person
from tests.crowds import somebody
from tests.kept import Stage


@pytest.fixture
def candid(stick: Community) -> Community:
    """The Listening Stick, with candour."""
    stick.modules = [*stick.modules, MODULE]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def key(candid: Community, now: datetime, stage: Stage) -> CandourKey:
    """The key under which members draw now."""
    stage.call(lambda: keep_keys(now=now), "keys of candour", now=now)
    found = keys_of(candid, now=now).drawn
    assert found is not None
    return found


@dataclass
class Browser:
    """What a member's browser does: it prepares tokens, has them signed, and keeps what comes of them."""

    person: Person
    key: CandourKey

    def __post_init__(self) -> None:
        self.public = read(b64decode(self.key.public))
        self.prepared = [prepare(bytes(32)) for _ in range(TOKENS)]
        self.blinded: list[Blinded] = [blind(self.public, one) for one in self.prepared]

    def asked(self) -> list[bytes]:
        return [one.message for one in self.blinded]

    def draw(self, *, now: datetime, fingerprint: str | None = None) -> list[bytes]:
        """Draw, and the signatures that came of it."""
        signed = draw(
            by=self.person,
            community=self.key.community,
            fingerprint=fingerprint or self.key.fingerprint,
            blinded=self.asked(),
            now=now,
        )
        return self.finalized(signed)

    def finalized(self, signed: list[bytes]) -> list[bytes]:
        along = zip(self.prepared, signed, self.blinded, strict=True)
        return [finalize(self.public, prepared, answer, blinded.inverse) for prepared, answer, blinded in along]


@pytest.fixture
def browser(key: CandourKey) -> Callable[[Person], Browser]:
    return lambda person: Browser(person, key)


@pytest.fixture
def others_drew(key: CandourKey) -> Callable[[int], None]:
    """So many others drew under the key, as rows: signing for each of them would take seconds."""

    def drew(number: int = ENOUGH - 1) -> None:
        Draw.objects.bulk_create(Draw(key=key, person=somebody(), asked=f"{n:064x}") for n in range(number))

    return drew


@pytest.fixture
def later(key: CandourKey) -> datetime:
    """A moment in the month in which tokens of the key are good."""
    return datetime.combine(after(key.month), datetime.min.time(), UTC) + timedelta(days=3)


@pytest.fixture
def token(browser, hal: Person, now: datetime) -> tuple[bytes, bytes]:
    """A token that Hal drew."""
    hals = browser(hal)
    return hals.prepared[0], hals.draw(now=now)[0]


@pytest.fixture
def tokens(browser, hal: Person, key: CandourKey, others_drew, now: datetime) -> Tokens:
    """What Hal drew a month ago, with enough others: good now."""
    others_drew()
    hals = browser(hal)
    drawn = list(zip(hals.prepared, hals.draw(now=now), strict=True))
    CandourKey.objects.filter(pk=key.pk).update(month=before(key.month))
    return drawn


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()
