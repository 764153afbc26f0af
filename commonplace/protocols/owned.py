"""What a community owns of its protocols."""

from typing import Any

from commonplace.communities.owned import Owned
from commonplace.protocols.models import Adaptation, Plan
from commonplace.protocols.protocol import phase_from
from commonplace.protocols.recipe import protocol_from


def _a_recipe(said: Any) -> None:
    protocol_from(said | {"title": "", "line": ""})


def phases_fit(said: Any) -> None:
    """Raises where these are no phases of a protocol."""
    for one in said:
        phase_from(one)


LISTS = (
    Owned(
        "protocols",
        Adaptation,
        "community",
        ("idempotency_key",),
        "protocol",
        fits=(("recipe", _a_recipe),),
    ),
    Owned("plans", Plan, "gathering__community", fits=(("phases", phases_fit),)),
)
