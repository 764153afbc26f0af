"""What is added to a harvest: a decision, an action with who and when, another day, a photo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.protocols.protocol import Capture
from commonplace.runs.models.captured import LONGEST
from commonplace.ui.forms import Choice, Day, Form, OnceForm, PlainText

FARTHEST = timedelta(days=2 * 366)
NO_DAY = _("That is no day of the calendar. Choose one, or leave it empty.")


def _ahead(day: date | None) -> date | None:
    today = timezone.localdate()
    if day is not None and not today <= day <= today + FARTHEST:
        raise forms.ValidationError(_("Choose a day from today on, within two years."), code="day")
    return day


class DecidingForm(OnceForm):
    """A decision; or an action, with who does it and by when."""

    field_order = ("kind", "decided", "owner", "due_on")
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(Capture.DECISION.value, _("a decision")), (Capture.ACTION.value, _("an action"))],
        initial=Capture.DECISION.value,
        widget=Choice,
    )
    decided = PlainText(
        label=_("In one line"),
        max_length=LONGEST,
        error_messages={"required": _("It has no words yet. A few are enough.")},
    )
    owner = forms.ChoiceField(label=_("Who does it, if it is an action"), required=False)
    due_on = forms.DateField(
        label=_("By when"),
        required=False,
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_DAY},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "deciding_%s")
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        """A day that lies ahead, or none."""
        return _ahead(self.cleaned_data.get("due_on"))


class DayForm(Form):
    """Another day for an action."""

    due_on = forms.DateField(
        label=_("Another day"),
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("That is no day of the calendar.")},
    )

    def clean_due_on(self) -> date | None:
        """A day that lies ahead."""
        return _ahead(self.cleaned_data.get("due_on"))
