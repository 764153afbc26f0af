"""Takes the archive of a house back in steps of three, as its worker does; `python -m` is a process to be killed."""

import os
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from django.utils import timezone

from commonplace.communities.readers import read_on
from commonplace.store.kept import KEPT
from commonplace.transfer.actions.taking_back import ask_back, go_on_taking_back
from commonplace.transfer.models import Import


def take_back() -> None:
    """Ask, unless that was done, and go on to the end; the lease of a process that was killed is not waited for."""
    read_on()
    for run in Import.objects.select_related("community").filter(back_asked_at__isnull=True):
        ask_back(run=run)
    while Import.objects.exists():
        go_on_taking_back(now=timezone.now() + timedelta(hours=1), step=3)
    read_on()
    off = [kept.code for kept in KEPT for _ in kept.wrong(timezone.now())]
    assert not off, off


if __name__ == "__main__":
    take_back()
