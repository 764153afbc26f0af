"""Following a search, or no more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonplace.attention.actions.searching import MOST, NotToFollow, TooMany, follow_search, unfollow_search
from commonplace.attention.searches import asked_by, url_of
from commonplace.people.viewer import require_viewer
from commonplace.search.forms import form_of
from commonplace.ui.addresses import back_to


@login_required
@require_POST
def following_search(request: HttpRequest) -> HttpResponse:
    """Follow a search as it was asked, or one of one's own no more."""
    person = require_viewer(request)
    # An undo is a button without fields: what it names stands in its address.
    said = request.POST if "follow" in request.POST else request.GET
    if (number := said.get("search", "")).isdecimal() and len(number) <= 18:
        ended = unfollow_search(person=person, pk=int(number))
        if ended is None:
            raise Http404(number)
        undo = f"{reverse('following_search')}?{asked_by(ended)}&follow=yes"
        messages.success(request, _("You follow this search no more."), extra_tags=f"undo:{undo}")
        return redirect(back_to(request) or f"{reverse('my_attention')}#follows")
    form = form_of(said, person)
    filters = form.filters()
    try:
        follow = follow_search(person=person, text=form.cleaned_data.get("q") or "", filters=filters)
    except NotToFollow:
        messages.error(request, _("There is nothing to follow in it yet. Look for a word or two first."))
        return redirect(f"{reverse('search')}#leaf")
    except TooMany:
        too_many = ngettext(
            "You follow %(n)s search already, which is as many as one may. End one, and this one fits.",
            "You follow %(n)s searches already, which is as many as one may. End one, and this one fits.",
            MOST,
        )
        messages.error(request, too_many % {"n": MOST})
        return redirect(f"{reverse('my_attention')}#follows")
    messages.success(request, _("You follow this search now. What is written that it finds stands under “For you”."))
    return redirect(f"{url_of(follow)}#following")
