"""What people agree to between communities, given by the real actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from commonplace.constellation.actions import planning
from commonplace.constellation.actions.asking import answer
from commonplace.constellation.actions.beginning import begin
from commonplace.constellation.actions.carrying import carry_on
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation

if TYPE_CHECKING:
    from tests.consented import Agreed, Cast


def words_along(cast: Cast) -> Agreed:
    """What Hal said between him and Ines went along; Tomasz came with it and reads it there."""
    from tests.consented import MARK, Agreed  # noqa: PLC0415  # it names this

    ines, hal, tomasz = cast.ines, cast.hal, cast.tomasz
    said = open_conversation(by=hal, space=cast.circle(), kind="idea", title="Noon", text=f"Listen, {MARK}.")
    made = planning.plan(by=ines, community=cast.stick, kind="daughter", name="Noon", words="So.")
    planning.choose(by=ines, crossing=made, conversations=[said.pk])
    planning.choose_people(by=ines, crossing=made, people=[tomasz.pk])
    planning.ask(by=ines, crossing=made)
    answer(by=hal, crossing=made, what="words", says="yes")
    answer(by=tomasz, crossing=made, what="coming", says="yes")
    begin(by=ines, crossing=made)
    carry_on(now=timezone.now())
    copy = Conversation.objects.get(community__slug="noon")
    return Agreed([f"/c/noon/conversations/{copy.pk}/noon"])
