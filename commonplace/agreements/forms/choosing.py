"""Whom somebody proposes to tend the community, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.agreements.forms.proposals import _Until
from commonplace.ui.forms import PlainText


class CandidateForm(_Until):
    """A member, oneself too; what it is in a line, why, and until when it is talked about."""

    person = forms.TypedChoiceField(label=_("Who would tend it?"), coerce=int)
    title = PlainText(
        label=_("In a line"),
        max_length=240,
        help_text=_("What would they see to, and for how long? No name is needed."),
    )
    why = PlainText(label=_("Why them, or why you"), max_length=2000, multiline=True)
    field_order = ("person", "title", "why", "until")

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.TypedChoiceField)  # declared above
        chosen.choices = people
