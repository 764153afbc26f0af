"""What somebody says weeks later."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.stories.models import FollowUp
from commonplace.stories.models.story import MOST_WORDS
from commonplace.ui.forms import Form, Options, PlainText


class DifferenceForm(Form):
    """A few words."""

    words = PlainText(
        label=_("In a few words, if you like"),
        max_length=MOST_WORDS,
        required=False,
        multiline=True,
        help_text=_("They begin a story of yours, for you alone until you let it go further."),
    )


class CameForm(DifferenceForm):
    """What came of it, and a few words."""

    came = forms.ChoiceField(label=_("What came of it?"), choices=FollowUp.Came.choices, widget=Options)
    field_order = ("came", "words")
