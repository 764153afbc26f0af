"""A number with its time and source, what was expected, and a sentence put to everyone."""

from __future__ import annotations

from datetime import date
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.fitness.instruments import STEPS
from commonplace.ui.forms import Day, Form, Options, PlainText
from commonplace.undertakings.forms.benchmark import FigureField
from commonplace.value.actions.pulses import LONGEST, SHORTEST
from commonplace.value.forms.indicators import WRONG
from commonplace.value.models import MOST_SOURCE, RestsOn
from commonplace.value.models.expectation import MOST_EXPECTED

NO_DAY = {"required": _("Say a day."), "invalid": _("That is no day of the calendar.")}


class AmountForm(Form):
    """A number, from whom, and on how many it rests."""

    amount = FigureField(label=_("The number"))
    told_by = PlainText(
        label=_("From where is it?"),
        max_length=MOST_SOURCE,
        help_text=_("Who measured or told it, where and how; everybody who reads the number reads this."),
        error_messages={"required": _("Say from where it is: a number without a source is a rumour.")},
    )
    rests_on = forms.ChoiceField(
        label=_("On whom does it rest?"),
        choices=RestsOn.choices,
        widget=Options(),
        initial=RestsOn.THINGS,
        error_messages={**WRONG, "required": _("Choose on whom it rests.")},
    )


class EnterForm(AmountForm):
    """The same, of a time."""

    since = forms.DateField(label=_("From"), widget=Day(), error_messages=NO_DAY)
    until = forms.DateField(label=_("Until"), widget=Day(), error_messages=NO_DAY)

    field_order = ("since", "until", "amount", "told_by", "rests_on")

    def clean(self) -> None:
        """It begins before it ends, is over, and has a number."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("It ends before it begins. Change one of the two days."))
        elif until and until > timezone.now().date():
            self.add_error("until", _("That day is still to come. What is hoped for stands under what we expect."))
        if self.cleaned_data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Write a number; where there is none, there is no evidence yet."))


class CorrectForm(AmountForm):
    """Another number in the place of one, or none."""

    why = PlainText(
        label=_("What was wrong?"),
        max_length=MOST_SOURCE,
        help_text=_("Both numbers stay to be read, with this between them."),
        error_messages={"required": _("Say what was wrong with it.")},
    )

    field_order = ("amount", "told_by", "rests_on", "why")


class ExpectForm(Form):
    """What was agreed would come of it."""

    words = PlainText(
        label=_("What do we expect?"),
        max_length=MOST_EXPECTED,
        help_text=_("Such as “a first answer within a day”. It stands beside what came, and is no target for anybody."),
        error_messages={"required": _("Say what is expected.")},
    )
    agreed_with = PlainText(
        label=_("Agreed with whom?"),
        max_length=120,
        error_messages={"required": _("Say with whom it was agreed.")},
    )
    agreed_on = forms.DateField(label=_("On which day?"), widget=Day(), error_messages=NO_DAY)

    def clean_agreed_on(self) -> date:
        """It has been agreed."""
        on = cast(date, self.cleaned_data["agreed_on"])
        if on > timezone.now().date():
            raise forms.ValidationError(_("That day is still to come. Agree on it first."))
        return on


class AskForm(Form):
    """Until when members are asked."""

    until = forms.DateField(
        label=_("Until which day?"),
        widget=Day(),
        help_text=_("Two weeks are usual. Before that day nobody sees what came of it, nor how many answered."),
        error_messages=NO_DAY,
    )

    def clean_until(self) -> date:
        """It is open for a while."""
        until = cast(date, self.cleaned_data["until"])
        if not SHORTEST <= until - timezone.now().date() <= LONGEST:
            raise forms.ValidationError(_("Choose a day between tomorrow and sixty days from now."))
        return until


class PulseForm(Form):
    """How far a sentence is true."""

    number = forms.TypedChoiceField(
        label=_("How far is that true?"),
        choices=list(STEPS.items()),
        coerce=int,
        widget=Options(),
        error_messages={**WRONG, "required": _("Choose one of the five.")},
    )
