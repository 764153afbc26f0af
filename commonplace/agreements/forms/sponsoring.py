"""What a steward writes into an agreement with a sponsor, and why one is ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.agreements.actions.sponsoring import LONGEST, Terms
from commonplace.ui.forms import Day, Form, PlainText


class AgreementForm(Form):
    """What the host gives and will not ask, what the community shows, and until when."""

    gives = PlainText(
        label=_("What the host gives"),
        max_length=4000,
        multiline=True,
        help_text=_("Hours, rooms, money, a word in time to whoever plans the shifts."),
    )
    will_not_ask = PlainText(
        label=_("What it will not ask"),
        max_length=4000,
        multiline=True,
        help_text=_("Who said what, who was there, a number by Friday."),
    )
    shows = PlainText(
        label=_("What the community shows in return"),
        max_length=4000,
        multiline=True,
        required=False,
        help_text=_("A page a season, stories that their tellers released, what it asks for next."),
    )
    until = forms.DateField(
        label=_("Until which day does it hold?"),
        widget=Day(),
        help_text=_("Two months before, both sides are reminded here."),
        error_messages={"required": _("Say a day."), "invalid": _("That is no day of the calendar.")},
    )
    on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False)

    def clean_until(self) -> date:
        """A day from tomorrow on, within five years."""
        until, today = self.cleaned_data["until"], timezone.now().date()
        if not today < until <= today + timedelta(days=LONGEST):
            raise forms.ValidationError(_("A day from tomorrow on, within five years."))
        return cast(date, until)

    @property
    def terms(self) -> Terms:
        """What was written."""
        said = self.cleaned_data
        return Terms(said["gives"], said["will_not_ask"], said["until"], said["shows"])


class EndAgreementForm(Form):
    """Why it ends before its day."""

    why = PlainText(label=_("Why it ends"), max_length=400, help_text=_("Both sides and members read it."))
