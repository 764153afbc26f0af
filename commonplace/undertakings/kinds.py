"""What can be undertaken: each kind by the code that the catalogue of activities knows it by, and where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What it is, and so what it leaves behind."""

    RESPONSE = "joint-response", _("Joint response")
    DESK = "help-desk", _("Help desk")
    SCAN = "systematic-scan", _("Systematic scan")
    MUTUAL = "mutual-benchmarking", _("Comparing ourselves")
    EXTERNAL = "external-benchmark", _("Outside benchmark")
    PROJECT = "learning-project", _("Learning project")

    @property
    def page(self) -> str:
        """The name of the address at which one of this kind stands."""
        return PAGES[self]

    @property
    def begins(self) -> str:
        """The name of the address at which one of this kind is begun."""
        return f"{PAGES[self]}_beginning"

    @property
    def row(self) -> str:
        """The name under which an undertaking of this kind has the row that is special to it."""
        return PAGES[self].replace("_", "")


PAGES = {
    Kind.RESPONSE: "joint_response",
    Kind.DESK: "help_desk",
    Kind.SCAN: "scan",
    Kind.MUTUAL: "mutual_benchmark",
    Kind.EXTERNAL: "external_benchmark",
    Kind.PROJECT: "learning_project",
}
