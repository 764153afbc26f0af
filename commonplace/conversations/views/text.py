"""Changing a post; two who change it at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions import changing, quoting
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.forms import OpeningTextForm, TextForm, topics_said
from commonplace.conversations.models import Post
from commonplace.conversations.models.draft import edit_place
from commonplace.conversations.queries.topics import names_to_offer
from commonplace.conversations.views.attaching import Brought, files_of, keep_files
from commonplace.conversations.views.calling import tell_who_was_not_called, to_choose_from, with_those_chosen
from commonplace.conversations.views.drafts import Sheet, sheet
from commonplace.conversations.views.lookup import enter_to_write, post_or_404, post_url
from commonplace.conversations.views.preview import shown_post
from commonplace.lib.differences import as_html, differences
from commonplace.lib.text import plain
from commonplace.people.models import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_those_chosen
def text(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Change the words of a post, for its author or a steward."""
    viewpoint, person = enter_to_write(request, slug)
    post = post_or_404(viewpoint, pk, number)
    is_mine = post.author_id == person.pk
    if post.alias or (not is_mine and not viewpoint.is_steward):
        raise PermissionDenied  # what was said under a sign is held back or hidden, and not reworded
    kind = _form_for(post, viewpoint, is_own=is_mine)
    if request.method != "POST":
        return _page(
            request, viewpoint, post, kind(initial=_as_it_stands(post)), files_of(QueryDict(), viewpoint, post=post)
        )
    form = kind(request.POST, request.FILES)
    on = sheet(request, viewpoint, edit_place(post.pk), mark="mark")
    valid = form.is_valid()
    # The files of others' words are others'.
    brought = (keep_files if is_mine else _as_they_are)(form, request.POST, viewpoint, post=post)
    if "preview" in request.POST:
        words = {name: request.POST.get(name, "") for name in form.fields} | {"topics": topics_said(request.POST)}
        return _page(request, viewpoint, post, kind(initial=words), brought)
    if valid and form.is_valid():
        try:
            _change(person, post, form, brought if is_mine else None)
        except changing.EditedMeanwhile as meanwhile:
            return _both(request, viewpoint, meanwhile.post, form, on, brought)
        except NotTheirs:
            raise PermissionDenied from None
        on.drop(form.cleaned_data)
        tell_who_was_not_called(request, viewpoint, post.conversation.space, form.cleaned_data["text"], post=post)
        return HttpResponseRedirect(post_url(post, viewpoint))
    return _page(request, viewpoint, post, form, brought, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _form_for(post: Post, viewpoint: Viewpoint, *, is_own: bool) -> Callable[..., TextForm]:
    """The form for the words of this post; an opening is filed too."""
    if post.number == 1:
        return partial(OpeningTextForm, is_own=is_own, offered=names_to_offer(viewpoint))
    return partial(TextForm, is_own=is_own)


def _as_it_stands(post: Post) -> dict[str, Any]:
    source = post.source if post.form == Post.Form.MARKDOWN else plain(post.html)
    words: dict[str, Any] = {
        "text": source,
        "on_revision": post.revision,
        "half_baked": post.is_half_baked,
    }
    if post.number == 1:
        conversation = post.conversation
        topics = conversation.topics.order_by("name").values_list("name", flat=True)
        words |= {"title": conversation.title, "kind": conversation.kind, "topics": ", ".join(topics)}
    return words


def _as_they_are(form: TextForm, data: QueryDict, viewpoint: Viewpoint, *, post: Post) -> Brought:
    """The files of a post, which this form leaves as they are."""
    return files_of(QueryDict(), viewpoint, post=post)


def _change(person: Person, post: Post, form: TextForm, brought: Brought | None) -> None:
    data = form.cleaned_data
    changing.edit(
        by=person,
        post=post,
        text=data["text"],
        title=data.get("title"),
        on_revision=data["on_revision"],
        files=brought.changes if brought is not None else None,
    )
    if "half_baked" in data:
        quoting.say_half_baked(by=person, post=post, is_half_baked=data["half_baked"])
    if post.number == 1:
        changing.refile(by=person, conversation=post.conversation, kind=data["kind"], topics=data["topics"])


def _both(
    request: HttpRequest, viewpoint: Viewpoint, post: Post, form: TextForm, on: Sheet, brought: Brought
) -> HttpResponse:
    """Give one's own words back beside those that were kept meanwhile; sending again goes over the newer state."""
    mine = form.cleaned_data["text"]
    words = form.cleaned_data | {"on_revision": post.revision}
    on.keep_if_there_is_room({"text": mine, "kept": brought.kept})
    again = _form_for(post, viewpoint, is_own="half_baked" in form.fields)(initial=words)
    problem = _("While you were writing, someone else changed this. Nothing is lost: yours is below, theirs beside it.")
    return _page(
        request,
        viewpoint,
        post,
        again,
        brought,
        status=HTTPStatus.CONFLICT,
        problem=problem,
        theirs=post.source,
        changes=as_html(differences(post.source, mine)),
        by=viewpoint.byline_for(post.edited_by),
    )


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    post: Post,
    form: TextForm,
    brought: Brought,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    chosen = form["text"].value() or ""
    context = {
        "viewpoint": viewpoint,
        "post": post,
        "form": form,
        "byline": byline_of(post, viewpoint),
        "is_mine": viewpoint.person is not None and post.author_id == viewpoint.person.pk,
        "brought": brought,
        "sight": audience_of_space(post.conversation.space, viewpoint),
        "back": post_url(post, viewpoint),
        "shown": shown_post(
            str(chosen),
            viewpoint,
            space=post.conversation.space,
            title=form["title"].value() if "title" in form.fields else None,
            is_own=False,
            instead_of=post,
            pictures=brought.pictures,
        ),
        "calling": to_choose_from(request, viewpoint, post.conversation.space),
        **more,
    }
    return render(request, "conversations/text.html", context, status=status)
