"""What forms of a help desk take in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, Markdown, OnceForm, PlainText, Ticks
from commonplace.undertakings.forms.beginning import BeginForm

MAX_TEXT = 20_000
SALT = "undertakings.outside"
# Nobody writes a question faster than that, and nobody leaves a form open for longer.
SOONEST, LATEST = timedelta(seconds=3), timedelta(days=2)
HOURS_ERRORS = {
    "required": _("Say within how many hours, as a whole number."),
    "invalid": _("Say it in hours, as a whole number."),
    "min_value": _("An hour at least."),
    "max_value": _("A month is the longest that is worth promising."),
}
TEXT_ERRORS = {"required": _("It has no words yet. One sentence is enough.")}


def hours_field() -> forms.IntegerField:
    """Within how many hours an answer is promised."""
    return forms.IntegerField(
        label=_("Within how many hours do you promise an answer?"),
        initial=48,
        min_value=1,
        max_value=720,
        help_text=_("A promise that is kept. “I do not know, but so-and-so may” is an answer too."),
        error_messages=HOURS_ERRORS,
    )


class DeskForm(BeginForm):
    """A help desk as it opens."""

    promised_hours = hours_field()


class SetUpForm(Form):
    """What is promised, and whether somebody outside may ask."""

    promised_hours = hours_field()
    is_open_outside = forms.BooleanField(
        label=_("Somebody outside may put a question, without an account"),
        required=False,
        help_text=_(
            "Their address is confirmed by a letter, and nothing is seen before a steward lets it in. The answer goes"
            " to them by mail, in the words and with the name of whoever wrote it."
        ),
    )

    def __init__(self, *args: Any, may_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_open:
            del self.fields["is_open_outside"]


class AskForm(OnceForm):
    """A question to the desk."""

    title = PlainText(
        label=_("Your question in a line"),
        max_length=200,
        error_messages={"required": _("Ask it in a line first; the rest goes below.")},
    )
    text = Markdown(
        label=_("What is around it"),
        max_length=MAX_TEXT,
        help_text=_("Where it happened, and what you have tried."),
        error_messages=TEXT_ERRORS,
    )


class ReplyForm(OnceForm):
    """An answer."""

    text = Markdown(label=_("Your answer"), max_length=MAX_TEXT, error_messages=TEXT_ERRORS)


class PassForm(Form):
    """Why a question is passed on."""

    q = PlainText(label=_("To whom? A name, or its beginning"), max_length=80, required=False)
    why = PlainText(label=_("Why to them"), max_length=400, required=False)


class LineForm(OnceForm):
    """A line of what is asked again and again, and out of which questions it was gathered; a new one is made once."""

    question = PlainText(
        label=_("The question, as it is asked"),
        max_length=200,
        error_messages={"required": _("Ask it in a line, as people do.")},
    )
    text = Markdown(label=_("The answer"), max_length=MAX_TEXT, error_messages=TEXT_ERRORS)
    out_of = forms.TypedMultipleChoiceField(label=_("Gathered out of"), required=False, coerce=int, widget=Ticks)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["out_of"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # declared above
        field.choices = list(offered)
        if not offered:
            del self.fields["out_of"]
        if not is_new:
            del self.fields["idempotency_key"]


class OutsideForm(Form):
    """A question from outside. `website` is filled in by machines alone, `began` says when the form was made."""

    title = PlainText(
        label=_("Your question in a line"),
        max_length=200,
        error_messages={"required": _("Ask it in a line first; the rest goes below.")},
    )
    text = PlainText(label=_("What is around it"), max_length=4000, multiline=True, error_messages=TEXT_ERRORS)
    name = PlainText(
        label=_("What shall we call you?"),
        max_length=60,
        help_text=_("Whoever reads the desk sees it."),
        error_messages={"required": _("A first name will do.")},
    )
    address = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        help_text=_("The answer goes there. It is shown to nobody, and forgotten a month after."),
        error_messages={"required": _("Where shall the answer go?"), "invalid": _("That is no mail address.")},
    )
    website = PlainText(required=False, max_length=200, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    began = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @staticmethod
    def mark() -> str:
        """What says when a form was made."""
        return signing.dumps("", salt=SALT)

    @property
    def is_by_a_machine(self) -> bool:
        """Whether nobody wrote it: what no human sees is filled in, or it came faster than one writes."""
        said = self.cleaned_data
        try:
            signing.loads(said["began"], salt=SALT, max_age=LATEST)
        except signing.BadSignature:
            return True
        try:
            signing.loads(said["began"], salt=SALT, max_age=SOONEST)
        except signing.SignatureExpired:
            return bool(said["website"])
        return True
