"""A line in the guestbook."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person


class LineQuerySet(models.QuerySet["GuestbookLine"]):
    def visible_to(self, person: Person | None) -> Self:
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="guestbook_line", author="author_id", community="community_id"),
        )


class GuestbookLine(models.Model):
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    was_thanked = models.BooleanField(default=False)

    objects: ClassVar = LineQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text
