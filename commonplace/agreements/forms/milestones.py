"""What somebody tells of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, PlainText


class MilestoneForm(Form):
    """Which milestone, and a story."""

    milestone = forms.ChoiceField(label=_("What have you done?"))
    story = PlainText(
        label=_("How it was, or where your piece of work is found"),
        max_length=4000,
        multiline=True,
        help_text=_("It stands here with your name, so that others can ask you. You may take it back at any time."),
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )

    def __init__(self, *args: Any, milestones: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["milestone"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(one, one) for one in milestones]
