"""Who was sown: the people of the demo, and nobody else, can be walked in as."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Sowing(models.Model):
    """One invented person of the demo; without such a row nobody is ever walked in as."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    sown_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person}, invented"
