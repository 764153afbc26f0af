"""What was agreed between a community and its sponsor, as it stands on the page and is kept in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.agreements.models import Agreement
from commonplace.communities.models import Community

WORDS = (
    ("gives", _("The host gives")),
    ("will_not_ask", _("It will not ask")),
    ("shows", _("We show in return")),
)


@dataclass(frozen=True)
class Agreed:
    """An agreement that both sides signed, without the names of whoever signed it."""

    lines: Sequence[tuple[Promise | str, str]]
    signed_on: date
    until: date


def agreed_as_kept(community: Community, *, on: date) -> dict[str, Any]:
    """What held on a day, in plain values; empty where nothing did. Two queries."""
    rows = Agreement.objects.filter(community=community).held_on(on)
    found = rows.prefetch_related("signatures").first()
    if found is None:
        return {}
    signed_at = max(one.at for one in found.signatures.all())
    return {
        **{name: getattr(found, name) for name, _label in WORDS},
        "signed_on": timezone.localdate(signed_at).isoformat(),
        "until": found.until.isoformat(),
    }


def agreed_of(kept: Mapping[str, Any]) -> Agreed | None:
    """The same as pages tell it, in the reader’s language; raises LookupError, TypeError or ValueError for anything
    else than what was kept.
    """
    if not kept:
        return None
    lines = []
    for name, label in WORDS:
        if not isinstance(words := kept[name], str):
            raise TypeError(words)
        if words:
            lines.append((label, words))
    return Agreed(lines, date.fromisoformat(kept["signed_on"]), date.fromisoformat(kept["until"]))
