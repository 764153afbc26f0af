"""What became of the steps of a strand, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.launch.models import Step
from commonplace.launch.strands import STRANDS, Strand
from commonplace.ui.forms import Form, PlainText


class StrandForm(Form):
    """What became of each step of a strand, and in which words."""

    def __init__(self, *args: Any, strand: Strand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [step.code for step in strand.steps]
        for step in strand.steps:
            choices = [("", _("open")), *Step.State.choices]
            self.fields[step.code] = forms.ChoiceField(label=str(step.line), choices=choices, required=False)
            self.fields[f"{step.code}_words"] = PlainText(label=_("What was done"), max_length=400, required=False)

    @property
    def states(self) -> Mapping[str, str]:
        """What became of each."""
        return {code: self.cleaned_data[code] for code in self.codes}

    @property
    def words(self) -> Mapping[str, str]:
        """What was done, by step."""
        return {code: self.cleaned_data[f"{code}_words"] for code in self.codes}


class ObstacleForm(Form):
    """What stands in the way, and of which strand."""

    words = PlainText(
        label=_("What stands in the way?"),
        max_length=300,
        help_text=_("As people say it: Sunday work is not paid."),
        error_messages={"required": _("Say it in a sentence, as people do.")},
    )
    strand = forms.ChoiceField(label=_("Of what?"), choices=[(one.code, one.heading) for one in STRANDS.values()])


class FollowForm(Form):
    """Whom it was put to, and what they answered."""

    words = ObstacleForm.base_fields["words"]
    asked_of = PlainText(
        label=_("Who could move it, and was asked?"),
        max_length=120,
        required=False,
        help_text=_("A part of the host rather than a name: the works council, the regional office."),
    )
    answer = PlainText(label=_("What did they answer?"), max_length=600, required=False, multiline=True)

    def clean(self) -> None:
        """An answer has somebody who gave it."""
        super().clean()
        if self.cleaned_data.get("answer") and not self.cleaned_data.get("asked_of"):
            self.add_error("asked_of", _("Who answered?"))
