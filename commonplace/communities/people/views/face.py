"""Faces, for those who may see the person."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commonplace.communities import access
from commonplace.files.serve import response_for
from commonplace.people.models import Person
from commonplace.people.viewer import viewer


@require_safe
@cache_control(private=True, max_age=3600)
def face(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo with this number, where it is the face of someone the viewer may see."""
    theirs = Person.objects.filter(access.person_is_visible(viewer(request)), photo__pk=pk).select_related("photo")
    person = get_object_or_404(theirs.order_by("pk")[:1])
    assert person.photo is not None  # filtered by it
    return response_for(person.photo)
