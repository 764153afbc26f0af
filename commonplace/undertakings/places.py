"""What undertakings show on pages of other rooms: where one begins what a protocol describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.protocols.protocol import Protocol
from commonplace.ui.addresses import address
from commonplace.undertakings.kinds import Kind

MODULE = "undertakings"


def begin_by_protocol(request: HttpRequest, *, viewpoint: Viewpoint, protocol: Protocol) -> Mapping[str, Any] | None:
    """The way to begin what a protocol describes, where it is undertaken rather than met for; no query."""
    if protocol.code not in Kind.values or not is_on(viewpoint.community, MODULE):
        return None
    kind = Kind(protocol.code)
    return {"kind": kind.label, "begins": address(kind.begins, viewpoint.community.slug)}
