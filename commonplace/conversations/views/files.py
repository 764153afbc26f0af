"""Files that came with posts, for those who may read the posts."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from commonplace.conversations.models import Attachment, Post, Upload
from commonplace.files.serve import response_for
from commonplace.people.viewer import viewer


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """One stored file, if it came with a post that the viewer may read, or is theirs and waits for one."""
    person = viewer(request)
    posts = Post.objects.visible_to(person).filter(attachments__file__pk=pk)
    found: Attachment | Upload | None = (
        Attachment.objects.filter(file__pk=pk, post__in=posts).select_related("file").first()
    )
    if found is None and person is not None:
        found = Upload.objects.filter(file__pk=pk, person=person).select_related("file").first()
    if found is None:
        raise Http404(pk)
    return response_for(
        found.file,
        download="download" in request.GET,
        read_as=request.GET.get("read_as", ""),
        still="still" in request.GET,
    )
