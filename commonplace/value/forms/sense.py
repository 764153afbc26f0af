"""What people saw when they laid stories and numbers side by side, and what they decided."""

from __future__ import annotations

from datetime import date
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.gatherings.models import Gathering
from commonplace.ui.forms import Day, Form, PlainText
from commonplace.value.forms.numbers import NO_DAY
from commonplace.value.models import Decision
from commonplace.value.models.sense import MOST_DECIDED, MOST_SEEN

MOST_LINES = 9


def _lines(label: object, help_text: object) -> PlainText:
    return PlainText(
        label=label,
        max_length=MOST_LINES * MOST_DECIDED,
        multiline=True,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SenseForm(Form):
    """A page of it."""

    on = forms.DateField(label=_("On which day did you meet?"), widget=Day(), error_messages=NO_DAY)
    gathering = forms.TypedChoiceField(
        label=_("At which gathering?"), required=False, coerce=int, empty_value=None, choices=()
    )
    seen = PlainText(
        label=_("What did you see?"),
        max_length=MOST_SEEN,
        multiline=True,
        help_text=_("What stories and numbers say together, where they differ, and what nobody has asked yet."),
        error_messages={"required": _("Write what you saw. Two sentences are enough.")},
    )
    agenda = _lines(Decision.About.AGENDA.label, _("One decision a line: what goes on the agenda, or leaves it."))
    support = _lines(Decision.About.SUPPORT.label, _("One a line: time, money, tools, a word from the sponsor."))
    indicators = _lines(
        Decision.About.INDICATORS.label, _("One a line: what to ask next, and what nobody needs to look at.")
    )

    def __init__(self, *args: object, gatherings: list[Gathering], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.gatherings = {one.pk: one for one in gatherings}
        choices = [("", _("None that stands here")), *((one.pk, one.title) for one in gatherings)]
        cast(forms.ChoiceField, self.fields["gathering"]).choices = choices

    def clean_on(self) -> date:
        """It was."""
        on = cast(date, self.cleaned_data["on"])
        if on > timezone.now().date():
            raise forms.ValidationError(_("That day is still to come."))
        return on

    def clean(self) -> None:
        """Something was decided, and in a few lines each."""
        super().clean()
        if self.errors:
            return
        if not self.decided:
            self.add_error("agenda", _("Write a decision at least, and be it that all stays as it is."))
        for about in Decision.About:
            lines = self._lines_of(about)
            if len(lines) > MOST_LINES or any(len(line) > MOST_DECIDED for line in lines):
                self.add_error(about.value, _("Nine lines are the most, of 400 characters each."))

    def _lines_of(self, about: Decision.About) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get(about.value, "").splitlines() if line.strip()]

    @property
    def decided(self) -> list[tuple[Decision.About, str]]:
        """Each decision, and what it is about."""
        return [(about, line) for about in Decision.About for line in self._lines_of(about)]

    @property
    def held(self) -> Gathering | None:
        """At which of those that were offered."""
        return self.gatherings.get(self.cleaned_data.get("gathering") or 0)
