"""What a member draws, and until when a steward asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.modules import Orientation
from commonplace.orientations.actions import LONGEST, SHORTEST, Said
from commonplace.orientations.briefs import BRIEFS
from commonplace.ui.forms import Day, Form

STEPS = (
    ("", _("I cannot say")),
    (0, _("not at all")),
    (1, _("hardly")),
    (2, _("a little")),
    (3, _("some")),
    (4, _("much")),
    (5, _("very much")),
)

WRONG = {"invalid_choice": _("That is no longer one of the choices. Please choose again.")}


def _step(*, wanted: bool) -> forms.TypedChoiceField:
    label = _("As I want it") if wanted else _("Today")
    return forms.TypedChoiceField(
        label=label, choices=STEPS, coerce=int, empty_value=None, required=False, error_messages=WRONG
    )


class DrawingForm(Form):
    """How much there is of each orientation, and how much one wants."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in Orientation:
            self.fields[f"{one}_today"] = _step(wanted=False)
            self.fields[f"{one}_wanted"] = _step(wanted=True)

    def axes(self) -> Iterator[tuple[Orientation, str | Promise, BoundField, BoundField]]:
        """Each orientation with its sentence and its two fields."""
        for one in Orientation:
            yield one, BRIEFS[one], self[f"{one}_today"], self[f"{one}_wanted"]

    def clean(self) -> None:
        """A drawing has one line at least."""
        super().clean()
        if not self.errors and not any(value is not None for value in self.cleaned_data.values()):
            self.add_error(None, _("Nothing is drawn yet. One line is enough."))

    @property
    def said(self) -> Mapping[Orientation, Said]:
        """What was said, by orientation."""
        return {one: (self.cleaned_data[f"{one}_today"], self.cleaned_data[f"{one}_wanted"]) for one in Orientation}


class AskingForm(Form):
    """Until when members draw."""

    until = forms.DateField(
        label=_("Until which day?"),
        widget=Day(),
        help_text=_("Two weeks are usual. Before that day nobody sees what came of it, you neither."),
        error_messages={"required": _("Say a day."), "invalid": _("That is no day of the calendar.")},
    )

    def clean_until(self) -> date:
        """It is open for a while."""
        until, today = self.cleaned_data["until"], timezone.now().date()
        if not SHORTEST <= until - today <= LONGEST:
            raise forms.ValidationError(_("Choose a day between tomorrow and sixty days from now."))
        return cast(date, until)
