"""For anybody, without signing in: whether this house signed a record, its keys, and whether one still holds."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.lib.direction import isolated
from commonplace.record import credential
from commonplace.record.credential import ALGORITHM
from commonplace.record.forms.own import VerifyForm
from commonplace.record.models import Signed, SigningKey


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record_verify(request: HttpRequest) -> HttpResponse:
    """Say whether this house signed what was sent, and what it says where it still holds."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    read, is_over = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            read, is_over = _verified(form.cleaned_data["token"])
        except credential.NotSigned:
            form.add_error(None, _("That is no signed record: it has not the three parts that one has."))
        except credential.NotTrusted:
            form.add_error(None, _("It is not signed in the way in which this house signs. Trust nothing it says."))
        except credential.OtherHouse as other:
            host = urlsplit(str(other)).netloc[:120]
            words = _("This house did not sign it. It says that %(host)s did: verify it there.")
            form.add_error(None, words % {"host": isolated(host or "?")})
        except credential.Altered:
            form.add_error(None, _("This house did not sign these words: they were altered, or somebody made it up."))
    context = {"form": form, "read": read, "is_over": is_over, "host": urlsplit(settings.BASE_URL).netloc}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "record/verify.html", context, status=status)


def _verified(token: str) -> tuple[credential.Read | None, str]:
    """What it says where it holds; else nothing of it, and why."""
    try:
        name = credential.key_named_in(token)
    except ValueError as problem:
        if isinstance(problem, (credential.NotSigned, credential.NotTrusted, credential.OtherHouse)):
            raise
        raise credential.NotSigned from None
    key = SigningKey.objects.filter(name=name[:43]).first()
    if key is None or key.name != name:
        raise credential.Altered
    read = credential.read(token, key.public)
    signed = Signed.objects.filter(uid=read.uid, person__is_active=True).first()
    if signed is None:
        return None, _("This house signed it once. It is not kept here any more, so nobody here stands behind it.")
    if signed.taken_back_at is not None:
        return None, _("This house signed it. Its person took it back since: it holds no more.")
    if signed.ends_on is not None and signed.ends_on < timezone.localdate():
        return None, _("This house signed it. Its last day is over: it holds no more.")
    return read, ""


@require_safe
def record_keys(request: HttpRequest) -> JsonResponse:
    """Every key with which this house signs or signed, as a JSON Web Key Set."""
    keys = [_key(one) for one in SigningKey.objects.order_by("-made_at", "-pk")]
    return _open({"keys": keys})


@require_safe
def record_key(request: HttpRequest, key_name: str) -> JsonResponse:
    """One of them, at the address that a signed record names."""
    named = key_name.replace("\0", "")
    return _open(_key(get_object_or_404(SigningKey, name=named)))  # nosemgrep: found-unseen  # keys are for everybody


def _key(key: SigningKey) -> dict[str, Any]:
    return {**key.public, "kid": credential.address_of_key(key.name), "alg": ALGORITHM, "use": "sig"}


@require_safe
def record_issuer(request: HttpRequest) -> JsonResponse:
    """Who signs."""
    return _open(credential.issuer())


@never_cache
@require_safe
def record_status(request: HttpRequest, uid: UUID) -> JsonResponse:
    """Whether one still holds, as a list of one; what is not kept here holds no more."""
    here = f"{settings.BASE_URL}{reverse('record_status', args=[uid])}"
    holds = Signed.objects.filter(uid=uid, taken_back_at=None, person__is_active=True).exists()
    said = {"id": f"urn:uuid:{uid}", "revoked": True}
    return _open({"id": here, "issuer": credential.issuer()["id"], "revokedCredentials": [] if holds else [said]})


def _open(said: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(said)
    # It is for anyone, also for programs in pages of other houses.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
