"""What is said to being introduced, what came of it, and what a steward notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, PlainText
from commonplace.weaving.models import MOST_NOTE, MOST_WORDS, Came, Side


class ProposalForm(Form):
    """A steward's own line to both."""

    words = PlainText(
        label=_("A line of yours to both"),
        max_length=MOST_WORDS,
        multiline=True,
        required=False,
        help_text=_("They read it once both have said yes, and it may stay empty."),
    )


class SuggestionForm(Form):
    """With whom a member thinks that somebody should meet, and a line to both."""

    other = forms.TypedChoiceField(
        label=_("With whom?"),
        coerce=int,
        error_messages={"required": _("Choose one of those who are here.")},
    )
    words = PlainText(
        label=_("A line of yours to both"),
        max_length=MOST_WORDS,
        multiline=True,
        required=False,
        help_text=_("What could they talk about? They read it once both have said yes."),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["other"]
        assert isinstance(chosen, forms.TypedChoiceField)  # declared above
        chosen.choices = [("", _("Choose somebody")), *people]


class AnswerForm(Form):
    """Yes or no."""

    says = forms.ChoiceField(choices=Side.Says.choices)


class CameForm(Form):
    """What came of it."""

    came = forms.ChoiceField(choices=Came.choices)


class NoteForm(Form):
    """What a steward notes about somebody."""

    text = PlainText(
        label=_("Your note"),
        max_length=MOST_NOTE,
        multiline=True,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
