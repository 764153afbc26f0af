"""One's own words for a line, to whom some are handed and how, and a file or words to be verified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.files.fields import FileInput
from commonplace.record.credential import LONGEST
from commonplace.record.models import MOST_WORDS
from commonplace.record.queries.lines import Told
from commonplace.ui.forms import Day, Form, PlainText, Ticks

FURTHEST = timedelta(days=5 * 366)


class WordsForm(Form):
    """What it was, in words of one's own."""

    words = PlainText(
        label=_("In your own words"),
        max_length=MOST_WORDS,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it was, and what you learned. Name nobody who did not say that you may."),
    )


class HandForm(Form):
    """Which lines, for whom, and until when."""

    lines = forms.MultipleChoiceField(
        label=_("Which lines"),
        widget=Ticks,
        error_messages={"required": _("Choose at least one line.")},
    )
    note = PlainText(
        label=_("For whom"),
        max_length=120,
        required=False,
        help_text=_("For you alone, so that you know later which is which."),
    )
    ends_on = forms.DateField(
        label=_("To the end of which day"),
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("It has no last day yet."),
            "invalid": _("That is no day. Write it as year, month and day: 2027-03-24."),
        },
    )

    def __init__(self, *args: Any, offered: Sequence[Told], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lines"]
        assert isinstance(field, forms.MultipleChoiceField)  # declared above
        field.choices = [(str(one.line.pk), one.words) for one in offered]

    def clean_ends_on(self) -> date:
        """A day that lies ahead, and not so far that nobody remembers."""
        day: date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("That day is over. Choose one that lies ahead."))
        if day > today + FURTHEST:
            raise forms.ValidationError(_("That is more than five years away. Choose an earlier day."))
        return day

    def clean_lines(self) -> list[int]:
        """Their keys."""
        return [int(one) for one in self.cleaned_data["lines"]]


class VerifyForm(Form):
    """A file, or what stands in it."""

    file = forms.FileField(label=_("The file"), required=False, max_length=400, widget=FileInput)
    text = PlainText(
        label=_("Or what stands in it"),
        max_length=LONGEST,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
        help_text=_("One long line of letters and figures with two full stops in it."),
        error_messages={"max_length": _("That is longer than any record that this house signs.")},
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, as a token."""
        said = super().clean() or self.cleaned_data
        file, text = said.get("file"), said.get("text", "")
        if file and file.size > LONGEST:
            self.add_error("file", _("That is longer than any record that this house signs."))
        elif file:
            text = file.read().decode("utf-8", "replace")
        elif not text and not self.errors:
            self.add_error("text", _("Choose a file, or paste what stands in it."))
        said["token"] = "".join(text.split())
        return said
