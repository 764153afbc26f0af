"""A word, and what it means here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonplace.launch.models import MOST_MEANING, MOST_TERM
from commonplace.ui.forms import Form, PlainText


class TermForm(Form):
    """A word and its meaning."""

    term = PlainText(
        label=_("Which word?"),
        max_length=MOST_TERM,
        help_text=_("One that you use for the thing, or that somebody stumbled over."),
        error_messages={"required": _("Say which word.")},
    )
    meaning = PlainText(
        label=_("What does it mean here?"),
        max_length=MOST_MEANING,
        multiline=True,
        help_text=_("As you would say it to somebody who came yesterday."),
        error_messages={"required": _("Say in a sentence what it means.")},
    )
