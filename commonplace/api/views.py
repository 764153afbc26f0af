"""Pages around the API: one's own tokens, and what the API offers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.api.actions import TooManyTokens, make_token, revoke
from commonplace.api.api import api
from commonplace.api.forms import TokenForm
from commonplace.api.models import Token
from commonplace.people.proof import rests_on_a_typed_address
from commonplace.people.viewer import require_viewer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and making one; its words are on the page that answers, and nowhere after."""
    person = require_viewer(request)
    form, words = TokenForm(), ""
    if request.method == "POST":
        form = TokenForm(request.POST)
        if form.is_valid() and rests_on_a_typed_address(request):
            form.add_error(None, _("Confirm your mail address first; it is on your own page."))
        elif form.is_valid():
            try:
                _token, words = make_token(person=person, name=form.cleaned_data["name"])
                form = TokenForm()
            except TooManyTokens:
                form.add_error(None, _("You have as many tokens as one person can look after. Revoke one first."))
    kept = Token.objects.filter(person=person).order_by("-made_at", "-pk")
    status = 422 if form.errors else 200
    return render(request, "api/tokens.html", {"form": form, "words": words, "tokens": kept}, status=status)


@login_required
@require_POST
def token_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody in with one token any more."""
    own = Token.objects.filter(person=require_viewer(request))
    revoke(token=get_object_or_404(own, pk=pk))
    return redirect("tokens")


@dataclass(frozen=True)
class Operation:
    """One address of the API, as its page tells it."""

    address: str
    summary: str
    description: str
    parameters: list[dict[str, str]]
    answer: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What the API offers, told from its own schema."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = [
        Operation(
            address=address,
            summary=said.get("summary", ""),
            description=said.get("description", ""),
            parameters=[_parameter(one) for one in said.get("parameters", ())],
            answer=_name(said["responses"][200]["content"]["application/json"]["schema"]),
        )
        for address, methods in schema["paths"].items()
        for said in methods.values()
    ]
    shapes = [
        {
            "name": name,
            "description": shape.get("description", ""),
            "fields": [_field(field, said) for field, said in shape.get("properties", {}).items()],
        }
        for name, shape in sorted(schema["components"]["schemas"].items())
        if "properties" in shape and not name.startswith("Page_")
    ]
    return render(request, "api/docs.html", {"info": schema["info"], "operations": operations, "shapes": shapes})


def _parameter(said: dict[str, Any]) -> dict[str, str]:
    return {**_field(said["name"], said["schema"]), "description": said.get("description", "")}


def _field(name: str, said: dict[str, Any]) -> dict[str, str]:
    return {"name": name, "type": _name(said), "description": said.get("description", "")}


def _name(schema: dict[str, Any]) -> str:
    """A type in a few words: "string", "list of Conversation", "integer or nothing"."""
    if "$ref" in schema:
        # The generator calls a Page of Post "Page_Post_".
        return re.sub(r"^(\w+?)_(\w+)_$", r"\1[\2]", str(schema["$ref"]).rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " | ".join(_name(one) for one in schema["anyOf"])
    if "allOf" in schema:
        return _name(schema["allOf"][0])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_name(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")
