"""What is asked as a gathering is moved in the season."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.cultivation.models import Tended
from commonplace.ui.forms import Day, Hour, PlainText


class MoveForm(forms.Form):
    """Another day, and perhaps another hour, by the clock by which it was called."""

    on = forms.DateField(
        label=_("To which day?"),
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("It has no day yet."),
            "invalid": _("That is no day. Write it as year, month and day: 2027-03-24."),
        },
    )
    at = forms.TimeField(
        label=_("At what time?"),
        widget=Hour,
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={
            "required": _("It has no hour yet."),
            "invalid": _("That is no hour. Write it as hours and minutes: 15:00."),
        },
    )

    def __init__(self, *args: Any, now_there: datetime | None = None, **kw: Any):
        super().__init__(*args, **kw)
        self.now_there = now_there

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"on", "at"} <= data.keys() and self.now_there is not None and self.wall <= self.now_there:
            self.add_error("on", _("That is over. Choose a day that lies ahead."))
        return data

    @property
    def wall(self) -> datetime:
        """What the clock will show as it begins."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"].replace(second=0, microsecond=0))


class CameForm(forms.Form):
    """What came of something that was tended."""

    came = forms.ChoiceField(
        choices=Tended.Came.choices, error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")}
    )
    words = PlainText(label=_("In a line, if you like"), max_length=400, required=False)
