"""What people answer, and what hosts say of them or to them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.reasons.forms import ReasonForm
from commonplace.gatherings.models import Answer, Reminding
from commonplace.ui.forms import Choice, Form, OnceForm, PlainText

MOST_OTHERS = 100_000


class CallingOffForm(ReasonForm):
    """Why a gathering does not take place: those who would have come read it."""

    why = PlainText(
        label=_("Why?"),
        max_length=400,
        help_text=_("Everyone who said that they come, might, or wait, reads it in a letter."),
        error_messages={"required": _("Say why in a line; people have kept the time free.")},
    )


class EndingForm(CallingOffForm):
    """Why a series ends."""


class AnswerForm(Form):
    """Whether one comes, and two lines from whoever cannot."""

    says = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Answer.Says.YES, Answer.Says.MAYBE, Answer.Says.NO)]
    )


class WordsForm(Form):
    """Two lines from whoever cannot come."""

    words = PlainText(label=_("Two lines to be read out"), max_length=400, required=False, multiline=True)


class GuestForm(Form):
    """A guest from outside, to one gathering."""

    address = forms.EmailField(
        label=_("Their mail address"),
        max_length=254,
        error_messages={
            "required": _("Where shall the letter go?"),
            "invalid": _("That is no mail address."),
        },
    )
    name = PlainText(label=_("Their name"), max_length=120, required=False)


class ReminderForm(Form):
    """When someone likes to be reminded."""

    lead = forms.ChoiceField(label=_("Remind me"), choices=Reminding.Lead.choices, widget=Choice)


class TalkForm(OnceForm):
    """The first word about a gathering."""

    text = PlainText(
        label=_("Your words"),
        max_length=20_000,
        multiline=True,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )


class OthersForm(Form):
    """How many came whom the house does not know."""

    others = forms.IntegerField(
        label=_("Others who came"),
        required=False,
        min_value=0,
        max_value=MOST_OTHERS,
        error_messages={"invalid": _("Say it as a whole number."), "min_value": _("Say it as a whole number.")},
    )
