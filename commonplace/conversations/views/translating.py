"""Saying a post again in another language, beside the original."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations import markup
from commonplace.conversations.actions import translating
from commonplace.conversations.actions.editions import service_for
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.draft_titles import again_at, place_of
from commonplace.conversations.forms.translating import SAID_AGAIN, PostTongueForm, PostTranslateForm
from commonplace.conversations.models import Conversation, Post, PostTranslation, Revision
from commonplace.conversations.queries.tongues import wishes_of
from commonplace.conversations.queries.translations import spoken_in
from commonplace.conversations.views.begun import Beginning, kept_aside
from commonplace.conversations.views.drafts import FULL, sheet
from commonplace.conversations.views.lookup import enter_to_write, number_url, post_or_404, post_url
from commonplace.lib.differences import as_html, differences
from commonplace.lib.markdown import TextTooLong
from commonplace.people.languages import language_choices
from commonplace.people.models import Person
from commonplace.ui.addresses import address

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Saying:
    """What is said in which language, out of which, by whom, with what they may see to stand there."""

    viewpoint: Viewpoint
    post: Post
    language: str
    out_of: str
    there: PostTranslation | None

    @property
    def here(self) -> str:
        """The address of its page."""
        return again_at(self.post, self.viewpoint, out_of=self.out_of, language=self.language)

    @property
    def place(self) -> str:
        """Where drafts of it are kept."""
        return place_of(self.post, out_of=self.out_of, language=self.language)

    def form(self, *said: Any, **more: Any) -> PostTranslateForm:
        """The form of this post."""
        modules = self.viewpoint.community.modules
        return PostTranslateForm(*said, is_opening=self.post.number == 1, switched_on=modules, **more)


def again_url(post: Post, viewpoint: Viewpoint) -> str:
    """Where a post is said again."""
    return address("post_again", viewpoint.community.slug, post.conversation_id, post.number)


def translation_url(post: Post, viewpoint: Viewpoint, language: str) -> str:
    """Where it is read in this language."""
    where, _hash, at = number_url(Conversation(pk=post.conversation_id), viewpoint, post.number).partition("#")
    return f"{where}&{urlencode({'in': language})}#{at}"


def find_to_say(request: HttpRequest, slug: str, pk: int, number: int) -> tuple[Viewpoint, Person, Post]:
    """A post that a member may say again; Http404 for strangers, raises PermissionDenied for guests."""
    viewpoint, person = enter_to_write(request, slug)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    return viewpoint, person, post_or_404(viewpoint, pk, number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Choose the languages, and with `?from=` and `?in=` say it there; nobody writes over another unseen."""
    viewpoint, person, post = find_to_say(request, slug, pk, number)
    out_of, language = request.GET.get("from", ""), request.GET.get("in", "")
    if out_of == language or not {out_of, language} <= dict(language_choices()).keys():
        return _choosing(request, viewpoint, post, out_of=out_of, language=language)
    rows = PostTranslation.objects.visible_to(person).filter(post=post, language=language)
    one = Saying(viewpoint, post, language, out_of, rows.order_by("-edition").first())
    if request.method != "POST":
        begun = Beginning.at(request, viewpoint, one.place)
        return _page(request, one, one.form(initial=_begun(one) | begun.initial), begun)
    if "machine" in request.POST:
        return _drafted(request, one, person)
    form, on = one.form(request.POST), sheet(request, viewpoint, one.place, mark="mark")
    words = {name: request.POST.get(name, "") for name in SAID_AGAIN}
    if "draft" in request.POST:
        if on.keep(words):
            return kept_aside(request, slug)
        form.add_error(None, FULL)
    if not form.is_valid():
        return _page(request, one, form, Beginning(is_kept=on.keep_if_there_is_room(words)), status=WRONG)
    data = form.cleaned_data
    try:
        translating.translate(
            by=person,
            post=post,
            language=language,
            out_of=out_of,
            text=data["text"],
            title=data.get("title", ""),
            number=data["number"],
            over=data["over"],
        )
    except translating.SaidMeanwhile as meanwhile:
        begun = Beginning(is_kept=on.keep_if_there_is_room(words))
        return _crossed(request, one, form, begun, now=meanwhile.edition)
    except translating.NothingSaid:
        form.add_error("text", _("It has no words yet. One sentence is enough."))
    except translating.TooManyEditions:
        form.add_error(None, _("It was said there as often as anybody can follow."))
    except translating.IsGone:
        raise Http404(number) from None
    else:
        on.drop(words)
        messages.success(request, _("It stands beside the original now, in your name."))
        return HttpResponseRedirect(translation_url(post, viewpoint, language))
    return _page(request, one, form, Beginning(is_kept=on.keep_if_there_is_room(words)), status=WRONG)


@login_required
@require_POST
def translation_read(request: HttpRequest, slug: str, pk: int, number: int, translation_pk: int) -> HttpResponse:
    """Say that one has read a machine's draft."""
    viewpoint, person, post = find_to_say(request, slug, pk, number)
    found = get_object_or_404(PostTranslation.objects.visible_to(person).filter(post=post), pk=translation_pk)
    found.post = post
    translating.say_read(by=person, translation=found)
    messages.success(request, _("It says now that you have read it."))
    return HttpResponseRedirect(translation_url(post, viewpoint, found.language))


def _drafted(request: HttpRequest, one: Saying, person: Person) -> HttpResponse:
    """Have a machine say it; what it gives is marked as its draft."""
    try:
        translating.draft(by=person, post=one.post, language=one.language, out_of=one.out_of)
    except (translating.NoDraft, translating.NothingSaid, TextTooLong):
        messages.error(request, _("The service gave no draft just now. You can say it yourself all the same."))
    except translating.SaidMeanwhile:
        messages.info(request, _("Somebody has said it there meanwhile."))
    except translating.IsGone:
        raise Http404(one.post.number) from None
    else:
        return HttpResponseRedirect(translation_url(one.post, one.viewpoint, one.language))
    return HttpResponseRedirect(one.here)


def _begun(one: Saying) -> dict[str, object]:
    """What the form begins with: what is said there already, else nothing."""
    latest = translating.latest_in(one.post, one.language)
    begun: dict[str, object] = {"number": one.post.revision, "over": latest.edition if latest is not None else 0}
    return begun if one.there is None else begun | {"title": one.there.title, "text": one.there.source}


def _crossed(request: HttpRequest, one: Saying, form: PostTranslateForm, begun: Beginning, *, now: int) -> HttpResponse:
    """Somebody was quicker: what stands there now, and their words to go on with."""
    theirs, mine = one.there.source if one.there is not None else "", form.cleaned_data["text"]
    data = request.POST.copy()
    data["over"] = str(now)
    form = one.form(data)
    form.add_error(
        None, _("Somebody has said it there since you began. Both are here: yours in the form, theirs above it.")
    )
    crossing = as_html(differences(theirs, mine))
    return _page(request, one, form, begun, status=HTTPStatus.CONFLICT, crossing=crossing)


def _choosing(request: HttpRequest, viewpoint: Viewpoint, post: Post, *, out_of: str, language: str) -> HttpResponse:
    """In which language it is written, as far as anybody has said, and in which it shall be said."""
    said = list(PostTranslation.objects.visible_to(viewpoint.person).filter(post=post))
    known = spoken_in(said) if said else viewpoint.community.language
    likely = [*wishes_of(viewpoint), viewpoint.community.language]
    form = PostTongueForm(first=likely, out_of=out_of or known)
    status = HTTPStatus.OK
    if out_of and out_of == language:
        form = PostTongueForm(request.GET, first=likely, out_of=known)
        form.add_error("in", _("The original is in this language already. Choose another."))
        status = WRONG
    return render(
        request,
        "conversations/again_choosing.html",
        _about(post, viewpoint) | {"form": form, "here": again_url(post, viewpoint)},
        status=status,
    )


def _may_be_drafted(one: Saying) -> bool:
    """Whether a machine may be asked: nobody has said it there, and its words may be let out."""
    return one.there is None and not one.post.is_half_baked


def _page(
    request: HttpRequest,
    one: Saying,
    form: PostTranslateForm,
    begun: Beginning,
    *,
    crossing: SafeString | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = _about(one.post, one.viewpoint) | {
        "form": form,
        "here": one.here,
        "out_of": one.out_of,
        "language_name": dict(language_choices())[one.language],
        "original": markup.prose(one.post.html),
        "crossing": crossing,
        "service": service_for(one.post.conversation.space) if _may_be_drafted(one) else None,
        "since": _since(one),
        **begun.context,
    }
    return render(request, "conversations/again.html", context, status=status)


def _since(one: Saying) -> SafeString | None:
    """What became another in the original since it was said there."""
    if one.there is None or one.there.number >= one.post.revision:
        return None
    before = Revision.objects.filter(post=one.post, number=one.there.number).first()
    return as_html(differences(before.source, one.post.source)) if before is not None else None


def _about(post: Post, viewpoint: Viewpoint) -> dict[str, Any]:
    return {
        "viewpoint": viewpoint,
        "post": post,
        "byline": byline_of(post, viewpoint),
        "sight": audience_of_space(post.conversation.space, viewpoint),
        "back": post_url(post, viewpoint),
    }
