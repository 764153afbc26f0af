"""What is typed while people meet."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.lib.markdown import MAX_SOURCE
from commonplace.protocols.protocol import Capture
from commonplace.runs.grouping import MOST, How
from commonplace.runs.models.captured import ASK_IN, LONGEST
from commonplace.ui.forms import Form, Markdown, OnceForm, PlainText


class NoteForm(OnceForm):
    """A line to keep; `phase` is the one in which it was begun, so that a word typed late stays where it belongs."""

    words = PlainText(
        label=_("Add a line"),
        max_length=LONGEST,
        multiline=True,
        error_messages={"required": _("It has no words yet. A few are enough.")},
    )
    kind = forms.ChoiceField(label=_("Kind of note"), choices=Capture.choices, required=False, widget=forms.HiddenInput)
    phase = forms.IntegerField(min_value=0, max_value=1000, required=False, widget=forms.HiddenInput)
    ask_in = forms.TypedChoiceField(
        label=_("If it is something you will try"), choices=ASK_IN, required=False, coerce=int, empty_value=None
    )

    @property
    def ask_on(self) -> date | None:
        """The day on which to ask what came of it, or none."""
        days = self.cleaned_data.get("ask_in")
        return timezone.localdate() + timedelta(days=days) if days else None


class HarvestForm(OnceForm):
    """What somebody makes of what was kept."""

    text = Markdown(label=_("Your words"), max_length=MAX_SOURCE)


class GuestNameForm(Form):
    """Under which name a guest sits at the table."""

    name = PlainText(
        label=_("What may we call you?"),
        max_length=60,
        help_text=_("A first name is enough. It is shown at the table and goes when the meeting ends."),
        error_messages={"required": _("A first name is enough.")},
    )


class GroupsForm(Form):
    """How small groups are made."""

    how = forms.ChoiceField(choices=[(one.value, one.value) for one in How] + [("", "")], required=False)
    size = forms.IntegerField(min_value=2, max_value=MOST, required=False)
