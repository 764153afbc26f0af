"""The page of a conversation, and replying on it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.moderation.queries import holds_on
from commonplace.communities.viewpoint import SHOWN, Viewpoint, enter
from commonplace.conversations import places
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.enclosures import said_with
from commonplace.conversations.forms import ReplyForm
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.models.draft import reply_place, state_as_of
from commonplace.conversations.posts_seen import posts_of
from commonplace.conversations.queries import who_may_know
from commonplace.conversations.queries.beside import beside
from commonplace.conversations.queries.thread import Parts, Thread, page_of, slugs_from, thread, topics_from
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.typeset import set_posts
from commonplace.conversations.views.attaching import Brought, ask_for_descriptions, files_of_draft, keep_files
from commonplace.conversations.views.calling import tell_who_was_not_called, to_choose_from, with_those_chosen
from commonplace.conversations.views.days import wished
from commonplace.conversations.views.drafts import FULL, sheet
from commonplace.conversations.views.lookup import (
    conversation_or_404,
    enter_to_write,
    number_url,
    page_url,
    post_or_404,
    post_url,
    where_joined,
)
from commonplace.conversations.views.page_parts import blank_reply, canonical, deeds_of, opening_of
from commonplace.conversations.views.preview import shown_post
from commonplace.lib.markdown_pictures import without_signs
from commonplace.lib.sending import key_of_sending
from commonplace.lib.text import excerpt, plain
from commonplace.store.registry import Hook
from commonplace.ui.kept_parts import kept

# Called with the number of the last post on the page, once it is made.
ON_SHOWN: Hook[HttpRequest, Viewpoint, Conversation, int] = Hook("when a conversation was shown to someone")
# A quote longer than this is no longer a quote.
MAX_QUOTE = 1500
DESCRIBED = 160  # characters, as search engines show them
REPLYING = frozenset(("reply", "quote", "draft"))


@require_safe
def conversation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A conversation, from its beginning or from the post that the address names."""
    viewpoint = enter(request, slug)
    start = _number(request.GET.get("from")) or 1
    found = page_of(viewpoint, pk, draft=_number(request.GET.get("draft")))
    if found is None:
        there = where_joined(viewpoint, pk, _number(request.GET.get("from")))
        if there is None:
            raise Http404(pk)
        return HttpResponseRedirect(there)
    if any(first <= start <= last for first, last in getattr(found, "parts", Parts()).gone):
        there = where_joined(viewpoint, pk, start)
        if there is not None:
            return HttpResponseRedirect(there)
    day = wished(request.GET, found, viewpoint)
    if day is not None and day.number is not None:
        return HttpResponseRedirect(number_url(found, viewpoint, day.number))
    if day is not None and day.day is not None:
        start = found.last_number
    form = None
    if viewpoint.is_member:
        words = _prefilled(request, viewpoint, found)
        form = ReplyForm(initial=words) if words else None
        if not REPLYING.isdisjoint(request.GET):
            start = found.last_number  # one writes beneath the last post
    part = thread(found, viewpoint=viewpoint, start=start)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if day is not None and day.day is None else HTTPStatus.OK
    brought = files_of_draft(getattr(found, "draft_words", None), viewpoint)
    page = _page(request, viewpoint, found, part=part, form=form, brought=brought, wished=day, status=status)
    if request.method == "GET":
        ON_SHOWN(request, viewpoint, found, part.numbers[-1] if part.numbers else found.last_number)
    return page


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    conversation: Conversation,
    *,
    part: Thread,
    form: ReplyForm | None,
    status: int = HTTPStatus.OK,
    brought: Brought | None = None,
    **more: Any,
) -> HttpResponse:
    person = viewpoint.person
    is_held = getattr(conversation, "is_held", False)
    is_mine = person is not None and conversation.author_id == person.pk
    is_closed = hasattr(conversation, "closure")
    here = page_url(conversation, viewpoint)
    new_from, asked = places.new_from(request, viewpoint, conversation), request.GET.get("in", "")
    heads = topics_from(conversation, viewpoint.community.slug)
    sight = audience_of_space(conversation.space, viewpoint, names_powers=not hasattr(conversation, "parts"))
    # Asked once for a conversation, where it begins; one that was taken apart names what it goes on with.
    is_alone = part.span.start == 1 and not hasattr(conversation, "parts")
    names = [one.label for one in heads]
    context = {
        "viewpoint": viewpoint,
        "conversation": conversation,
        "opening": opening_of(conversation, viewpoint, here=here, heads=heads, sight=sight),
        "thread": part,
        "span": part.span,
        "posts": kept(set_posts, posts=posts_of(part, viewpoint, new_from=new_from, asked=asked))(),
        "new_from": new_from,
        "is_new_later": new_from is not None and bool(part.numbers) and new_from > part.numbers[-1],
        "beside": {
            "sentence": sight.sentence,
            "who_may_know": who_may_know.beside_conversation(conversation, names, viewpoint) if is_alone else (),
            "beside": beside(conversation, slugs_from(conversation), viewpoint) if is_alone else None,
        },
        "sight": sight,
        "form": form,
        "reply": "" if form else blank_reply(request, viewpoint, conversation, here=here, sight=sight),
        "deeds": deeds_of(conversation, viewpoint, here=here, is_mine=is_mine),
        "may_reply": viewpoint.is_member and not is_closed,
        "brought": brought or Brought(),
        "start": part.span.start,
        "hold": holds_on("conversation", [conversation.pk]).get(conversation.pk) if is_held else None,
        "is_mine": is_mine,
        "is_closed": is_closed,
        "may_be_settled": is_mine and conversation.is_unsettled and conversation.reply_count > 0,
        "closed_by": viewpoint.name_of(conversation.closure.by)
        if is_closed and not conversation.closure.origin
        else "",
        "amplifications": [(one, viewpoint.byline_for(one.by)) for one in part.amplifications],
        "reply_to": _replied_to(part, form, viewpoint),
        "here": here,
        "canonical": f"{settings.BASE_URL}{here}{canonical(part)}",
        "description": "" if person is not None else _opening_of(part),
        "calling": to_choose_from(request, viewpoint, conversation.space),
        **more,
    }
    return render(request, "conversations/conversation.html", context, status=status)


def _opening_of(part: Thread) -> str:
    """The first words of the conversation, for those who look it up from outside; "" where the page begins later, or
    they were taken back or are not to be quoted.
    """
    first = part.posts[0] if part.posts else None
    is_there = first is not None and first.number == 1 and not hasattr(first, "withdrawal") and not first.is_half_baked
    return excerpt(plain(first.html), DESCRIBED) if first is not None and is_there else ""


def _number(value: str | None) -> int | None:
    """A post's number as the address gives it; nonsense is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 9 and int(value) > 0 else None


@dataclass(frozen=True)
class Answered:
    """The post that a reply is addressed to: whose it is, where it stands, and how it begins where that is not here."""

    name: str
    url: str
    words: str = ""


def _replied_to(part: Thread, form: ReplyForm | None, viewpoint: Viewpoint) -> Answered | None:
    """The post that a reply is addressed to; it may stand on an earlier page."""
    number = _number(str(form["reply_to"].value() or "")) if form is not None and part.is_to_the_end else None
    if number is None or number == 1:
        return None
    here = next((post for post in part.posts if post.number == number and not hasattr(post, "withdrawal")), None)
    if here is not None:
        return Answered(byline_of(here, viewpoint).name, f"#p{number}")
    posts = Post.objects.in_thread(part.conversation, viewpoint.person).filter(number=number, withdrawal__isnull=True)
    shown = (f"author__{name}" for name in SHOWN)
    for post in posts.select_related("author").only("html", "is_automatic", "alias", *shown):
        name = byline_of(post, viewpoint).name
        return Answered(name, number_url(part.conversation, viewpoint, number), excerpt(plain(post.html), DESCRIBED))
    return None


def _prefilled(request: HttpRequest, viewpoint: Viewpoint, conversation: Conversation) -> dict[str, Any]:
    """What stands in the reply before one writes: a draft, whom it answers, the words it quotes."""
    words = dict(getattr(conversation, "draft_words", None) or {})
    if words:
        words["begun"] = state_as_of(conversation.draft_form, conversation.draft_changed_at)  # type: ignore[attr-defined]
    answered = _number(request.GET.get("reply"))
    quoted = _number(request.GET.get("quote"))
    if quoted is not None:
        posts = Post.objects.visible_to(viewpoint.person).quotable()
        if post := posts.filter(conversation=conversation, number=quoted).first():
            words["text"] = "\n\n".join(part for part in (words.get("text", ""), quote(post)) if part) + "\n\n"
            answered = quoted
    if answered is not None:
        words["reply_to"] = answered
    return words


def quote(post: Post) -> str:
    """The words of a post as a Markdown quote."""
    # What a sign placed there came with those words, not with these.
    source = without_signs(post.source, _("(a picture)")) if post.form == Post.Form.MARKDOWN else plain(post.html)
    if len(source) > MAX_QUOTE:
        source = excerpt(source, MAX_QUOTE)
    return "\n".join(f"> {line}".rstrip() for line in source.split("\n"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_those_chosen
def posts(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take in a reply; whatever stands in its way, the words come back and a copy is among the drafts."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    if request.method != "POST":
        return HttpResponseRedirect(page_url(here, viewpoint))
    form = ReplyForm(request.POST, request.FILES)
    valid = form.is_valid()
    brought = keep_files(form, request.POST, viewpoint)
    on = sheet(request, viewpoint, reply_place(here.pk))
    words = {name: request.POST.get(name, "") for name in ("text", "reply_to", "half_baked")} | {"kept": brought.kept}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if "preview" in request.POST or "draft" in request.POST:
        kept = on.keep(words)
        if "draft" in request.POST and not kept:
            form.add_error(None, FULL)
            return _again(request, viewpoint, here, form, HTTPStatus.CONFLICT, brought=brought)
        if "draft" in request.POST:
            messages.success(request, _("Kept among your drafts, for you alone."))
            return HttpResponseRedirect(page_url(here, viewpoint))
        shown = shown_post(words["text"], viewpoint, space=here.space, pictures=brought.pictures)
        same = words | {"begun": on.begun} | ({"idempotency_key": on.form} if on.form else {})
        return _again(request, viewpoint, here, ReplyForm(initial=same), HTTPStatus.OK, shown=shown, brought=brought)
    if valid and form.is_valid():
        try:
            require_room(person, now=timezone.now())
            data = form.cleaned_data
            said = (data["text"], data["reply_to"], said_with(brought.new), data["half_baked"])
            made = reply(
                by=person,
                conversation=here,
                text=data["text"],
                reply_to=_post_answered(viewpoint, pk, here, data["reply_to"]),
                attachments=brought.new,
                is_half_baked=data["half_baked"],
                idempotency_key=key_of_sending(data["idempotency_key"], here.pk, *said),
            )
        except TooFast as too_fast:
            form.add_error(None, too_fast.words)
            status = HTTPStatus.TOO_MANY_REQUESTS
        except (IsClosed, IsGone):
            form.add_error(None, _("This conversation was closed while you were writing. It takes no more replies."))
            status = HTTPStatus.FORBIDDEN
        else:
            on.drop(words)
            tell_who_was_not_called(request, viewpoint, here.space, form.cleaned_data["text"])
            ask_for_descriptions(request, brought, Post.objects.filter(pk=made.pk))
            return HttpResponseRedirect(post_url(made, viewpoint))
    is_kept = on.keep_if_there_is_room(words)
    return _again(request, viewpoint, here, form, status, brought=brought, is_in_drafts=is_kept)


def _post_answered(viewpoint: Viewpoint, pk: int, here: Conversation, number: int | None) -> Post | None:
    """The post that a reply is addressed to, by its number where the form was; none when it has gone meanwhile."""
    if number is None:
        return None
    try:
        answered = post_or_404(viewpoint, pk, number)
    except Http404:
        return None
    # Taken out since the page was made: the words stay where they were written for.
    return answered if answered.conversation_id == here.pk else None


def _again(
    request: HttpRequest, viewpoint: Viewpoint, here: Conversation, form: ReplyForm, status: int, **more: Any
) -> HttpResponse:
    """The page once more, with the words that were sent."""
    found = page_of(viewpoint, here.pk)
    if found is None:
        raise Http404(here.pk)
    part = thread(found, viewpoint=viewpoint, start=found.last_number)
    return _page(request, viewpoint, found, part=part, form=form, status=status, **more)
