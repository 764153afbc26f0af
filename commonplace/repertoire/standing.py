"""How a resource can stand; each state is a row that says who put it so, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """From what was just begun to what nobody should use any more."""

    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("read by a second person")
    WARRANTED = "warranted", _("warranted")
    QUESTIONED = "questioned", _("being looked at again")
    SUPERSEDED = "superseded", _("superseded")
    RETIRED = "retired", _("retired")

    @property
    def tone(self) -> str:
        """How it is drawn."""
        tones = {State.WARRANTED: "good", State.SUPERSEDED: "bad", State.RETIRED: "bad"}
        return (tones | {State.DRAFT: "wait", State.QUESTIONED: "wait"}).get(self, "")
