"""A protocol leaves as a file, and comes in as one."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.conversations.views.lookup import writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.protocols.actions.adapting import TooMany, adapt, require_room
from commonplace.protocols.bounds import FILE_BYTES
from commonplace.protocols.exchange import Reading, read, written
from commonplace.protocols.forms.adapting import FileForm
from commonplace.protocols.protocol import OWN
from commonplace.protocols.views.lookup import enter_to_make, find, page_url


@require_safe
def protocol_file(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """A protocol as a file for another house; nobody is named in it."""
    viewpoint, one, row = find(request, slug, ref)
    came_from = ""
    if row is not None:
        came_from = row.came_from or _("made by %(community)s") % {"community": viewpoint.community.name}
    answer = HttpResponse(written(one, came_from=came_from), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{one.ref}.json"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_bringing(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a protocol in that came as a file."""
    viewpoint, person = enter_to_make(request, slug)
    spaces = writable_spaces(viewpoint)
    is_sent = request.method == "POST"
    form = FileForm(request.POST if is_sent else None, request.FILES if is_sent else None, spaces=spaces)
    reading: Reading | None = None
    status = HTTPStatus.OK
    if is_sent:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            data = form.cleaned_data["file"].read(FILE_BYTES + 1)
            reading = read(data)
            if reading.protocol is None:
                form.add_error("file", _("Nothing was taken in; what is wrong stands below."))
            else:
                try:
                    require_room(person, now=timezone.now())
                except TooMany:
                    form.add_error(None, _("You have made many today. Try some of them first."))
                else:
                    made = adapt(
                        by=person,
                        space=form.spaces[form.cleaned_data["space"]],
                        protocol=reading.protocol,
                        came_from=reading.came_from or _("came as a file"),
                        idempotency_key=key_of_sending(form.cleaned_data["idempotency_key"], data.decode("latin-1")),
                    )
                    messages.success(request, _("Taken in, as your own."))
                    if reading.unknown:
                        left = ", ".join(reading.unknown)
                        messages.warning(
                            request, _("Nobody here knows these; they were left out: %(names)s") % {"names": left}
                        )
                    return HttpResponseRedirect(page_url(viewpoint, f"{OWN}{made.pk}"))
    context = {"viewpoint": viewpoint, "form": form, "reading": reading}
    return render(request, "protocols/bringing.html", context, status=status)
