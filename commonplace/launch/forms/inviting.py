"""The letter to whoever was spoken with."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.launch.models import Interview
from commonplace.ui.forms import Form, PlainText

MOST_QUOTED = 500


class AskInForm(Form):
    """Words of one's own, with theirs in them."""

    words = PlainText(
        label=gettext_lazy("Your letter to them"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy("Their own words stand in it already. Only they read it; it has a link to come in."),
        error_messages={"required": gettext_lazy("Write a line to them first.")},
    )


def begun_with(interview: Interview) -> str:
    """A letter to begin with: what they said, and that it begins."""
    if not interview.hard:
        return _("We begin now, and would like you there.")
    said = Truncator(interview.hard).chars(MOST_QUOTED)
    return _("When we spoke you said: “%(words)s” We begin now, and would like you there.") % {"words": said}
