"""How far the posts of a community are set for what it has switched on."""

from django.db import models

from commonplace.communities.models import Community


class Rereading(models.Model):
    """Posts are rendered when they are written; those from before a switch follow, in the order of their keys.

    `upto` is the key of the last that was rendered anew, and empty when all were.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    with_maths = models.BooleanField(default=False)
    upto = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.community}: {self.upto}"
