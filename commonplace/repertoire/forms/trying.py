"""What somebody says came of what they tried, by a link in a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.repertoire.forms.using import told_field
from commonplace.repertoire.lengths import MAX_ACCOUNT
from commonplace.repertoire.models import Told
from commonplace.ui.forms import Form, PlainText


class TrialForm(Form):
    """A few words."""

    words = PlainText(label=_("In a few words, if you like"), max_length=MAX_ACCOUNT, required=False, multiline=True)


class KeptTrialForm(TrialForm):
    """A few words on a resource, and who may be told."""

    told = told_field()


class AnswerTrialForm(TrialForm):
    """A few words on an answer, and whether they may stand beneath it."""

    told = forms.BooleanField(
        label=_("Tell it beneath the answer, under my name"),
        required=False,
        help_text=_("Else it is kept for you alone, and nobody is told."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_told = data.get("told")
        if is_told and not data.get("words") and not self.errors:
            self.add_error("words", _("A sentence is enough, so that others can tell whether it fits them."))
        return data | {"told": Told.MEMBERS if is_told else Told.STEWARD}
