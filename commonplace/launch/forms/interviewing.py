"""What is written down of a conversation: by those who start it, or by whoever was asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.launch.actions.interviewing import Said
from commonplace.launch.models import MAX_WORDS, Interview, Way, Would
from commonplace.ui.forms import Day, Form, PlainText

AREA = {"rows": 3}


class QuestionsForm(Form):
    """The three questions, and who answers them, as far as they wish to be named."""

    hard = PlainText(
        label=_("What is hard about it?"),
        max_length=MAX_WORDS,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs=AREA),
    )
    talks_to = PlainText(
        label=_("Whom do you talk to about it?"),
        max_length=MAX_WORDS,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs=AREA),
    )
    would = forms.ChoiceField(
        label=_("Would you help, if others came together for it?"),
        choices=[("", _("not asked")), *Would.choices],
        required=False,
        widget=forms.Select,
    )
    would_words = PlainText(label=_("In your words"), max_length=240, required=False)
    name = PlainText(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Left empty by whoever wishes not to be named."),
    )
    about = PlainText(
        label=_("Where they are, or what they do"),
        max_length=120,
        required=False,
        help_text=_("A line by which one knows them again: Senja, alone since 2011."),
    )
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        required=False,
        help_text=_("Only to ask them in later. It is shown to nobody but those who start this."),
        error_messages={"invalid": _("That is no mail address.")},
    )

    def clean(self) -> None:
        """An address names whoever it belongs to."""
        super().clean()
        if self.cleaned_data.get("address") and not self.cleaned_data.get("name"):
            self.add_error("address", _("An address names a person. Give the name too, or leave both empty."))


class InterviewForm(QuestionsForm):
    """A conversation as whoever held it writes it down, on a phone or from a sheet of paper."""

    on = forms.DateField(
        label=_("When was it?"),
        required=False,
        widget=Day,
        help_text=_("Left empty while it is only promised."),
        error_messages={"invalid": _("That is no day.")},
    )
    way = forms.ChoiceField(label=_("How?"), choices=Way.choices)
    agreed = forms.BooleanField(
        label=_("They know what is written here, who reads it, and that they can have it erased. They said yes."),
        error_messages={"required": _("Ask them first. Nothing is written down of somebody who did not say yes.")},
    )
    field_order = ("on", "way", "hard", "talks_to", "would", "would_words", "name", "about", "address", "agreed")

    def clean(self) -> None:
        """What was held has words."""
        super().clean()
        day = self.cleaned_data.get("on")
        if day and day > timezone.localdate():
            self.add_error("on", _("That day is still to come. Leave it empty while it is only promised."))
        elif day and not self.cleaned_data.get("hard") and "hard" not in self.errors:
            self.add_error("hard", _("What did they say is hard? One sentence is enough."))
        elif not day and not (self.cleaned_data.get("name") or self.cleaned_data.get("about")):
            self.add_error("about", _("Who promised it? A name, or a line by which you know them again."))

    @property
    def said(self) -> Said:
        """What was written."""
        return Said(**self.cleaned_data)


class YoursForm(QuestionsForm):
    """The same by whoever was asked, through their own link."""

    agreed = forms.BooleanField(
        label=_("Those who start this may read it."),
        error_messages={"required": _("Without your yes nothing is kept.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hard"].required = True
        self.fields["hard"].error_messages["required"] = _("What is hard about it? One sentence is enough.")
        self.fields["name"].label = _("Your name")
        self.fields["name"].help_text = _("Left empty, nobody is named.")
        self.fields["about"].label = _("Where you are, or what you do")
        self.fields["address"].label = _("Your mail address")
        self.fields["address"].help_text = _("Only to ask you in later. Those who start this see it, nobody else.")

    @property
    def said(self) -> Said:
        """What was written."""
        return Said(**self.cleaned_data)


def as_written(interview: Interview) -> dict[str, object]:
    """What a form begins with: what is written so far."""
    names = (*QuestionsForm.base_fields, "on", "way")
    return {name: getattr(interview, name) for name in names} | {"agreed": bool(interview.hard)}
