"""What is asked of whoever changes a resource, suggests a change, stands for it or puts it away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.forms import FilesField, WithTopics
from commonplace.conversations.forms.begun import Begun
from commonplace.repertoire.actions.standing import LONGEST
from commonplace.repertoire.actions.wording import About, about_told
from commonplace.repertoire.forms.writing import ReviewDayField, WordsForm, add_about, language_field, licence_field
from commonplace.ui.forms import Day, Form, OnceField, OnceForm, PlainText


def summary_field(label: Any) -> PlainText:
    """What became another, in one line."""
    return PlainText(label=label, max_length=200, required=False)


class ChangeForm(Begun, WithTopics, WordsForm):
    """Other words for a resource, written over revision `on`."""

    on = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    # What it said besides its words when this was begun.
    stood = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    mark = OnceField()
    attached = FilesField()
    summary = summary_field(_("What became another, in one line"))
    licence = licence_field()
    language = language_field()
    review_on = ReviewDayField(label=_("When should you look at it again?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_about(self)

    def clean_stood(self) -> About | None:
        return about_told(self.cleaned_data["stood"])


class SuggestForm(Begun, WordsForm, OnceForm):
    """How somebody else would say it."""

    on = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    why = summary_field(_("What would be better so, in one line"))


class AnswerForm(Form):
    """Why a suggestion is not taken."""

    answer = PlainText(
        label=_("Why not"),
        max_length=400,
        error_messages={"required": _("Say why, so that nobody’s care goes unanswered. One line is enough.")},
    )


class ReadForm(Form):
    """What a second reader says."""

    words = PlainText(label=_("What struck you, if anything"), max_length=400, required=False)


class WarrantForm(Form):
    """Until when somebody stands for it, and within which limits."""

    until = forms.DateField(
        label=_("Until when?"),
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("It has no day yet. A year from now is usual."),
            "invalid": _("That is no day. Write it as year, month and day: 2027-03-24."),
        },
    )
    limits = PlainText(
        label=_("Within which limits?"),
        max_length=200,
        required=False,
        help_text=_("“Up to 300 mm”, “in clay”, “not at night”."),
    )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today < until <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day that lies ahead, and within three years."))
        return until


def in_a_year() -> date:
    """What is offered as the day of a warrant."""
    return timezone.localdate() + timedelta(days=365)


class LookForm(Form):
    """When one looks at it next."""

    review_on = ReviewDayField(
        label=_("When will you look next?"), help_text=_("Left empty, nobody is asked. Nothing ends on that day.")
    )

    def clean_review_on(self) -> date | None:
        on: date | None = self.cleaned_data["review_on"]
        if on is not None and on <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that lies ahead."))
        return on


class RetireForm(Form):
    """Why it is used no more, or what takes its place."""

    why = PlainText(label=_("Why"), max_length=400, required=False)
    successor = forms.TypedChoiceField(
        label=_("Does another take its place?"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, others: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", _("None does")), *others]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("why") and data.get("successor") is None and not self.errors:
            self.add_error("why", _("Say why, so that whoever has it in hand knows."))
        return data


class HandForm(Form):
    """Into whose hands it goes."""

    to = forms.TypedChoiceField(
        label=_("Who looks after it from now on?"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Nobody at present")), *people]  # type: ignore[attr-defined]
