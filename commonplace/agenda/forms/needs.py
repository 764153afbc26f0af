"""What would help somebody, what the community does about it, and until when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.agenda.actions.needs import (
    LONGEST,
    MOST_NEEDS,
    SEASON_AT_LEAST,
    SEASON_AT_MOST,
    SHORTEST,
    Said,
)
from commonplace.agenda.models.needs import Helped
from commonplace.protocols.needs import Need
from commonplace.ui.forms import Choice, Day, Form, PlainText, Ticks

USUAL, SEASON = timedelta(days=14), timedelta(days=98)
NO_DAY = {"required": _("Say a day."), "invalid": _("That is no day of the calendar.")}
WRONG = {"invalid_choice": _("That is no longer one of the choices. Please choose again.")}
TOO_MANY = _("Three are the most. Keep those that matter most.")


class AskForm(Form):
    """Until when people answer, and how long the season lasts."""

    until = forms.DateField(
        label=_("Until which day?"),
        widget=Day(),
        help_text=_("Two weeks are usual. Before that day nobody sees what came of it."),
        error_messages=NO_DAY,
    )
    lasts_to = forms.DateField(
        label=_("Until when does the season last?"),
        widget=Day(),
        help_text=_("Three weeks before its end whoever asked for something is asked whether what was done helped."),
        error_messages=NO_DAY,
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        today = today or timezone.now().date()
        kwargs.setdefault("initial", {"until": today + USUAL, "lasts_to": today + SEASON})
        super().__init__(*args, **kwargs)

    def clean_until(self) -> date:
        """It is open for a while."""
        until = cast(date, self.cleaned_data["until"])
        if not SHORTEST <= until - timezone.now().date() <= LONGEST:
            raise forms.ValidationError(_("Choose a day between tomorrow and sixty days from now."))
        return until

    def clean(self) -> None:
        """Something can be done about it before the season is over."""
        super().clean()
        until, lasts_to = self.cleaned_data.get("until"), self.cleaned_data.get("lasts_to")
        if until and lasts_to and not SEASON_AT_LEAST <= lasts_to - until <= SEASON_AT_MOST:
            self.add_error("lasts_to", _("Leave four weeks after the last answers, and half a year at most."))


class SayForm(Form):
    """What would help, and with what one could help; all of it may stay empty but not at once."""

    needs = forms.MultipleChoiceField(
        label=_("Which of these would you say yourself just now?"),
        choices=Need.choices,
        widget=Ticks(),
        required=False,
        help_text=_("Three at most."),
        error_messages=WRONG,
    )
    brings = forms.MultipleChoiceField(
        label=_("And with which of these could you help others?"),
        choices=Need.choices,
        widget=Ticks(),
        required=False,
        help_text=_("Three at most. It binds you to nothing."),
        error_messages=WRONG,
    )
    words = PlainText(
        label=_("What would help you, in your own words"),
        max_length=1000,
        multiline=True,
        required=False,
        help_text=_("Shown word for word and without your name. Whoever knows how you write may know you by it."),
    )

    def clean_needs(self) -> list[str]:
        """A few of them."""
        return self._few("needs")

    def clean_brings(self) -> list[str]:
        """A few of them."""
        return self._few("brings")

    def clean(self) -> None:
        """Something is said."""
        super().clean()
        if not self.errors and not any(self.cleaned_data.get(name) for name in ("needs", "brings", "words")):
            self.add_error("needs", _("Say one thing at least. If nothing would help you now, leave it be."))

    def _few(self, name: str) -> list[str]:
        given = cast(list[str], self.cleaned_data[name])
        if len(given) > MOST_NEEDS:
            raise forms.ValidationError(TOO_MANY)
        return given

    @property
    def said(self) -> Said:
        """The same as the actions take it."""
        given = self.cleaned_data
        return Said(given["needs"], given["brings"], given["words"])


class AnswerForm(Form):
    """What is done about a need."""

    words = PlainText(
        label=_("What do we do about it?"),
        max_length=2000,
        multiline=True,
        help_text=_("“Not this season, because …” is an answer, too. Everyone here reads it."),
    )
    item = forms.TypedChoiceField(
        label=_("Where does it stand on the agenda?"),
        coerce=int,
        required=False,
        empty_value=None,
        error_messages=WRONG,
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["item"]).choices = [("", _("Not there")), *offered]


class HelpedForm(Form):
    """Whether it helped."""

    helped = forms.TypedChoiceField(
        label=_("Was it relevant to you?"),
        choices=Helped.choices,
        coerce=lambda said: Helped(int(said)),
        widget=Choice,
        error_messages={**WRONG, "required": _("Choose one of them.")},
    )
