"""What a form says of a resource, as a draft of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from commonplace.repertoire.models import Resource


def said_at(request: HttpRequest, here: Resource, fields: Sequence[str]) -> dict[str, str]:
    """What a form says, as a draft of it is kept."""
    return {name: request.POST.get(name, "") for name in fields} | {"kind": here.kind}
