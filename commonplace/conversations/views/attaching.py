"""Files that a form brings: kept at once, so that nothing is lost when something else stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions import uploading
from commonplace.conversations.actions.attaching import MOST, Files
from commonplace.conversations.enclosures import Enclosure, pictures_among
from commonplace.conversations.forms import TOO_MANY
from commonplace.conversations.models import Post
from commonplace.conversations.models.post import MAX_DESCRIPTION, PostQuerySet
from commonplace.conversations.queries.uploads import enclosures_of, uploads_of
from commonplace.conversations.views.lookup import enter_to_write, number_in, post_or_404
from commonplace.files.early import takes_one_file
from commonplace.files.refusals import FileRefused, StorageTrouble
from commonplace.lib.markdown_pictures import Pictures, placed_in
from commonplace.lib.text import one_line

DESCRIPTION = "description_"


@dataclass(frozen=True)
class Item:
    """A file in a form: brought for words that are not sent yet (`is_new`), or there and perhaps to be left out."""

    enclosure: Enclosure
    is_new: bool = True
    is_left_out: bool = False


@dataclass
class Brought:
    """The files of a form: those that came for it, those that the post had before, and why others were not taken."""

    new: list[Enclosure] = field(default_factory=list)
    there: list[Enclosure] = field(default_factory=list)
    left_out: Collection[int] = ()
    refused: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """All of them as the form lists them."""
        there = [Item(one, is_new=False, is_left_out=one.file.pk in self.left_out) for one in self.there]
        return there + [Item(one) for one in self.new]

    @property
    def kept(self) -> str:
        """What came for it, as a draft names it."""
        return " ".join(str(one.file.pk) for one in self.new)

    @property
    def pictures(self) -> Pictures:
        """Those that the words can place."""
        return pictures_among([*(one for one in self.there if one.file.pk not in self.left_out), *self.new])

    @property
    def changes(self) -> Files:
        """What becomes of the files of the post that is changed."""
        shown = {one.file.pk: one.description for one in self.there}
        return Files(bring=self.new, leave_out=self.left_out, descriptions=shown)


def keep_files(
    form: forms.Form,
    data: QueryDict,
    viewpoint: Viewpoint,
    *,
    post: Post | None = None,
    there: Sequence[Enclosure] = (),
) -> Brought:
    """Keep what the form sent, beside what it brought before and what the `post` that it changes has, or another thing
    (`there`); refusals become errors of the form.
    """
    brought = files_of(data, viewpoint, post=post, there=there)
    person = viewpoint.person
    assert person is not None  # whoever writes is somebody
    left_out = _numbers(data.getlist("leave_out"))
    uploading.give_up(by=person, file_ids=left_out)
    known = {one.file.pk for one in (*brought.new, *brought.there)}
    if missing := set(_numbers(data.getlist("kept"))) - known - set(left_out):
        brought.refused.append(
            ngettext(
                "A file that you brought is gone meanwhile; please bring it again.",
                "Files that you brought are gone meanwhile; please bring them again.",
                len(missing),
            )
        )
    for upload in form.cleaned_data.get("attached") or ():
        if _is_full(brought):
            brought.refused.append(f"{upload.name}: {TOO_MANY}")
            break
        try:
            _bring(upload, brought, viewpoint)
        except (FileRefused, StorageTrouble) as refused:
            brought.refused.append(f"{upload.name}: {refused.reason}")
    for one in (*brought.new, *brought.there):
        if len(one.description) > MAX_DESCRIPTION:
            told = _("%(name)s: what it shows takes more than %(most)s characters. The rest could go into your words.")
            brought.refused.append(told % {"name": one.called, "most": MAX_DESCRIPTION})
    for reason in brought.refused:
        form.add_error("attached", reason)
    uploading.describe(by=person, files=brought.new)
    return brought


def files_of(
    data: QueryDict, viewpoint: Viewpoint, *, post: Post | None = None, there: Sequence[Enclosure] = ()
) -> Brought:
    """The files of a form that was sent, as it described them; nothing new is kept."""
    assert viewpoint.person is not None  # whoever writes is somebody
    left_out = set(_numbers(data.getlist("leave_out")))
    wanted = [pk for pk in _numbers(data.getlist("kept")) if pk not in left_out][:MOST]
    new = [_described(one, data) for one in uploads_of(viewpoint.person, wanted, viewpoint.community)]
    stay = [_described(one, data) for one in (enclosures_of(post) if post is not None else there)]
    return Brought(new, stay, left_out & {one.file.pk for one in stay})


def files_of_draft(words: Any, viewpoint: Viewpoint) -> Brought:
    """The files that a draft names."""
    if viewpoint.person is None or not words:
        return Brought()
    kept = uploading.file_ids(str(words.get("kept", "")))
    return Brought(uploads_of(viewpoint.person, kept, viewpoint.community))


def ask_for_descriptions(request: HttpRequest, brought: Brought, posts: PostQuerySet) -> None:
    """Say on the next page how many pictures of the post that was sent nobody has described; it stands as it is."""
    silent = [one for one in brought.new if one.is_picture and not one.description]
    said = set(placed_in(posts.values_list("html", flat=True).get())) if silent else set()
    number = sum({alt for address, alt in said if address == one.address} <= {one.called} for one in silent)
    if number:
        asked = ngettext(
            "A picture has no description yet, so whoever cannot see it hears only its name. “Change” adds one.",
            "%(n)s pictures have no description yet, so whoever cannot see them hears only their names. “Change” adds"
            " them.",
            number,
        )
        messages.info(request, asked % {"n": number})


@login_required
@require_POST
@takes_one_file
def uploads(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep one file while somebody writes; answers how the form lists it, or why it is not taken."""
    viewpoint, person = enter_to_write(request, slug)
    conversation, number = (number_in(request.POST.get(name)) for name in ("conversation", "changes"))
    post = post_or_404(viewpoint, conversation, number) if conversation and number else None
    brought = files_of(request.POST, viewpoint, post=post if post and post.author_id == person.pk else None)
    upload = request.FILES.get("attached")
    reason = ""
    if not isinstance(upload, UploadedFile):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if _is_full(brought):
        reason = str(TOO_MANY)
    else:
        try:
            enclosure = _bring(upload, brought, viewpoint)
        except (FileRefused, StorageTrouble) as refused:
            reason = refused.reason
    if reason:
        said = f"{upload.name}: {reason}"
        return HttpResponse(said, status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain; charset=utf-8")
    is_new = enclosure in brought.new
    context = {"item": Item(enclosure, is_new=is_new)}
    return render(request, "conversations/files.html#item", context, status=HTTPStatus.CREATED)


def _bring(upload: UploadedFile[bytes], brought: Brought, viewpoint: Viewpoint) -> Enclosure:
    """Keep one more file of a form, or find that it is there. Raises FileRefused and StorageTrouble."""
    assert viewpoint.person is not None  # whoever writes is somebody
    beside = [*brought.there, *brought.new]
    made = uploading.bring(by=viewpoint.person, community=viewpoint.community, upload=upload, beside=beside)
    if made not in beside:
        brought.new.append(made)
    return made


def _is_full(brought: Brought) -> bool:
    return len(brought.new) + len(brought.there) - len(brought.left_out) >= MOST


def _described(one: Enclosure, data: QueryDict) -> Enclosure:
    said = data.get(f"{DESCRIPTION}{one.file.pk}")
    return one if said is None else replace(one, description=one_line(said[: 4 * MAX_DESCRIPTION]))


def _numbers(said: Iterable[str]) -> list[int]:
    return [number for one in list(said)[: 4 * MOST] if (number := number_in(one)) is not None]
