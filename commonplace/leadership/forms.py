"""What somebody says as they carry a part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.leadership.actions.carrying import LONGEST, SHORTEST
from commonplace.leadership.groups import Group
from commonplace.ui.forms import Day, Form, OnceForm, PlainText

USUAL = timedelta(days=91)


class PartForm(Form):
    """Which part; none puts down what one carries."""

    group = forms.ChoiceField(choices=Group.choices, required=False)


class SeasonForm(Form):
    """Until when someone carries a part."""

    until = forms.DateField(
        label=_("Until which day?"),
        widget=Day(),
        help_text=_("A season is about three months. Then it is somebody else’s turn."),
        error_messages={"required": _("Say a day."), "invalid": _("That is no day of the calendar.")},
    )

    def clean_until(self) -> date:
        """A season has its bounds."""
        until, today = self.cleaned_data["until"], timezone.now().date()
        if not SHORTEST <= until - today <= LONGEST:
            raise forms.ValidationError(_("A season ends between a week and a year from now."))
        return cast(date, until)


class ReportForm(OnceForm):
    """What a group found."""

    text = PlainText(
        label=_("What you found"),
        max_length=20_000,
        multiline=True,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
