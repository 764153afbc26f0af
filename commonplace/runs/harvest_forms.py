"""What is added to a harvest: a decision, an action with who and when, another day, a photo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.files.fields import FileInput
from commonplace.lib.markdown import MAX_SOURCE
from commonplace.protocols.protocol import Capture
from commonplace.runs.models import Check
from commonplace.runs.models.captured import LONGEST
from commonplace.runs.models.harvest_file import MAX_DESCRIPTION
from commonplace.ui.forms import Choice, Day, Form, Markdown, OnceForm, PlainText, Ticks

FARTHEST = timedelta(days=2 * 366)
NO_DAY = _("That is no day of the calendar. Choose one, or leave it empty.")


def _ahead(day: date | None) -> date | None:
    today = timezone.localdate()
    if day is not None and not today <= day <= today + FARTHEST:
        raise forms.ValidationError(_("Choose a day from today on, within two years."), code="day")
    return day


class DecidingForm(OnceForm):
    """A decision; or an action, with who does it and by when."""

    field_order = ("kind", "decided", "owner", "due_on")
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(Capture.DECISION.value, _("a decision")), (Capture.ACTION.value, _("an action"))],
        initial=Capture.DECISION.value,
        widget=Choice,
    )
    decided = PlainText(
        label=_("In one line"),
        max_length=LONGEST,
        error_messages={"required": _("It has no words yet. A few are enough.")},
    )
    owner = forms.ChoiceField(label=_("Who does it, if it is an action"), required=False)
    due_on = forms.DateField(
        label=_("By when"),
        required=False,
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_DAY},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "deciding_%s")
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        """A day that lies ahead, or none."""
        return _ahead(self.cleaned_data.get("due_on"))


class DayForm(Form):
    """Another day for an action."""

    due_on = forms.DateField(
        label=_("Another day"),
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("That is no day of the calendar.")},
    )

    def clean_due_on(self) -> date | None:
        """A day that lies ahead."""
        return _ahead(self.cleaned_data.get("due_on"))


class CaseNoteForm(Form):
    """The note of a case: its words, who reads it a second time, who brought the case, and what was looked through."""

    field_order = ("title", "text", "presenter", "reader", "checks")
    title = PlainText(
        label=_("What is it called?"),
        max_length=200,
        required=False,
        help_text=_("It stands in a conversation of its own, which says nothing of where the case was told."),
    )
    text = Markdown(label=_("The note"), max_length=MAX_SOURCE)
    presenter = forms.ChoiceField(label=_("Who brought the case?"), required=False)
    reader = forms.ChoiceField(
        label=_("Who reads it a second time?"),
        required=False,
        help_text=_("Somebody else than you: they see what you no longer see."),
    )
    checks = forms.MultipleChoiceField(
        label=_("Looked through, one by one"), choices=Check.choices, required=False, widget=Ticks
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], has_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("presenter", "reader"):
            self.fields[name].choices = people  # type: ignore[attr-defined]
        if not has_title:
            del self.fields["title"]


class RemarkForm(Form):
    """What should be otherwise in a note that is given back."""

    remark = PlainText(
        label=_("What should be otherwise?"),
        max_length=600,
        multiline=True,
        error_messages={"required": _("Say in a few words what should be otherwise.")},
    )


class PhotoForm(Form):
    """A photo or a file, and what it shows."""

    photo = forms.FileField(
        label=_("A picture or a document"),
        max_length=400,
        widget=FileInput,
        error_messages={"required": _("Choose a file first."), "empty": _("This file has nothing in it.")},
    )
    description = PlainText(label=_("What does it show?"), max_length=MAX_DESCRIPTION, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "photo_%s")
        super().__init__(*args, **kwargs)
