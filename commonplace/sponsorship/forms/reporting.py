"""A report in a steward’s words, what one of the core group says of it, and what is replied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.sponsorship.actions.reporting import Worded
from commonplace.sponsorship.forms.asking import told_of_few
from commonplace.sponsorship.models import CoreReading
from commonplace.sponsorship.models.reports import FEWEST_DAYS, MOST_DAYS, MOST_STORIES
from commonplace.ui.forms import Day, Form, Options, PlainText, Ticks

FARTHEST_BACK_YEARS = 10


def half_year_before(today: date) -> tuple[date, date]:
    """The last half of a calendar year that is over."""
    if today.month > 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)


class WordsForm(Form):
    """What a steward says, and which stories are told."""

    title = PlainText(
        label=_("Its title"),
        max_length=80,
        help_text=_("The time of which it tells: summer and autumn."),
        error_messages={"required": _("Give it a title.")},
    )
    opening = PlainText(
        label=_("One sentence to begin with"),
        max_length=240,
        error_messages={"required": _("Begin with a sentence: what it was good for, and what stands in its way.")},
    )
    closing = PlainText(
        label=_("What you would like to add"),
        max_length=700,
        multiline=True,
        required=False,
        help_text=_("Say no story again here: whoever told one may withdraw it, and your words would stay."),
    )
    stories = forms.MultipleChoiceField(
        label=_("Which stories it tells"),
        widget=Ticks(),
        required=False,
        help_text=_("Two at most, released by their tellers. One of harm makes the other credible."),
    )

    def __init__(self, *args: Any, stories: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stories"]
        assert isinstance(field, forms.MultipleChoiceField)  # declared above
        field.choices = [(str(pk), title) for pk, title in stories]
        if not stories:
            del self.fields["stories"]

    def clean_title(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["title"])

    def clean_opening(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["opening"])

    def clean_closing(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["closing"])

    def clean_stories(self) -> list[str]:
        """As many as two pages hold."""
        chosen: list[str] = self.cleaned_data["stories"]
        if len(chosen) > MOST_STORIES:
            raise ValidationError(_("Two pages hold two stories."))
        return chosen

    @property
    def worded(self) -> Worded:
        """What was sent."""
        said = self.cleaned_data
        chosen = [int(one) for one in said.get("stories", ())]
        return Worded(said["title"], said["opening"], said["closing"], chosen)


class ReportForm(WordsForm):
    """The same with the period of which it tells."""

    since = forms.DateField(label=_("From"), widget=Day(), error_messages={"invalid": _("Say a day.")})
    until = forms.DateField(
        label=_("Until"),
        widget=Day(),
        help_text=_("Figures are of whole quarters. One that lies within this time only in part stays out."),
        error_messages={"invalid": _("Say a day.")},
    )
    field_order = ("since", "until", "title", "opening", "closing", "stories")

    def clean(self) -> dict[str, Any]:
        """A period begins before it ends, and is over."""
        said = dict(super().clean() or self.cleaned_data)
        since, until, today = said.get("since"), said.get("until"), timezone.localdate()
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        elif until and until > today:
            self.add_error("until", _("That day is still to come. A report tells of what was."))
        elif since and since.year < today.year - FARTHEST_BACK_YEARS:
            self.add_error("since", _("That is farther back than anybody here remembers."))
        return self.cleaned_data


class CoreForm(Form):
    """Until when the core group reads it."""

    until = forms.DateField(
        label=_("Until when may each of the core group object?"),
        widget=Day(),
        error_messages={"invalid": _("Say a day."), "required": _("Say a day.")},
    )

    def clean_until(self) -> date:
        """Long enough for whoever works nights, and no longer than anybody remembers."""
        until: date = self.cleaned_data["until"]
        today = timezone.now().date()
        if not today + timedelta(days=FEWEST_DAYS) <= until <= today + timedelta(days=MOST_DAYS):
            raise ValidationError(_("Give them two days at least, and a month at most."))
        return until


class ReadingForm(Form):
    """What one of the core group says."""

    says = forms.ChoiceField(
        label=_("You have read it"),
        widget=Options(),
        choices=CoreReading.Says,
        error_messages={"required": _("Choose one of the two.")},
    )
    words = PlainText(
        label=_("What stands in the way"),
        max_length=800,
        multiline=True,
        required=False,
        help_text=_("The core group reads it. A steward changes the report, or says why not."),
    )

    def clean(self) -> None:
        """An objection says why."""
        super().clean()
        if self.cleaned_data.get("says") == CoreReading.Says.OBJECTS and not self.cleaned_data.get("words"):
            self.add_error("words", _("Say what stands in the way, so that it can be changed."))


class ReplyForm(Form):
    """What became of an objection."""

    words = PlainText(
        label=_("What became of it"),
        max_length=800,
        error_messages={"required": _("Say what you changed, or why not.")},
    )
