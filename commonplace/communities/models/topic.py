"""A word of the community's vocabulary."""

from typing import ClassVar

from django.db import models

from commonplace.communities.models.community import Community


class Topic(models.Model):
    """A word under which things are filed in one community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=60, allow_unicode=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "slug"], name="one_topic_slug")]

    def __str__(self) -> str:
        return self.name
