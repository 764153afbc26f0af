"""A protocol as plain values, for a row and a file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonplace.protocols.protocol import Cluster, Mode, Pace, Protocol, Role, Source, phase_from, phase_told


def told(one: Protocol) -> dict[str, Any]:
    """All that is known of a protocol as plain values."""
    return {
        "code": one.code,
        "title": one.title,
        "line": one.line,
        "cluster": one.cluster.value,
        "formality": one.formality,
        "mode": one.mode.value,
        "source": one.source.value,
        "pace": one.pace.value,
        "people": list(one.people),
        "confidence": one.confidence,
        "artefact": one.artefact,
        "follow_up": one.follow_up,
        "follow_up_days": one.follow_up_days,
        "needs": list(one.needs),
        "why": dict(one.why),
        "prepare": list(one.prepare),
        "ideas": list(one.ideas),
        "roles": [{"code": role.code, "title": role.title, "brief": role.brief} for role in one.roles],
        "phases": [phase_told(phase) for phase in one.phases],
        "language": one.language,
    }


def protocol_from(plain: Mapping[str, Any], *, adaptation: int | None = None) -> Protocol:
    """A protocol from what `told` gave; raises KeyError, TypeError and ValueError for anything else."""
    least, most = plain["people"]
    return Protocol(
        code=plain["code"],
        title=plain["title"],
        line=plain["line"],
        cluster=Cluster(plain["cluster"]),
        formality=plain["formality"],
        mode=Mode(plain["mode"]),
        source=Source(plain["source"]),
        phases=tuple(phase_from(one) for one in plain["phases"]),
        roles=tuple(Role(one["code"], one["title"], one["brief"]) for one in plain["roles"]),
        people=(least, most),
        confidence=plain["confidence"],
        artefact=plain["artefact"],
        follow_up_days=plain["follow_up_days"],
        needs=tuple(plain["needs"]),
        pace=Pace(plain["pace"]),
        follow_up=plain["follow_up"],
        prepare=tuple(plain["prepare"]),
        ideas=tuple(plain["ideas"]),
        why=dict(plain["why"]),
        language=plain["language"],
        adaptation=adaptation,
    )
