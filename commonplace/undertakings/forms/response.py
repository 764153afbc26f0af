"""What forms of a joint response take in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.lib.markdown import MAX_SOURCE
from commonplace.ui.forms import Explained, Form, Markdown, OnceForm, Options, PlainText, end_of
from commonplace.undertakings.actions.responding import Terms
from commonplace.undertakings.forms.beginning import BeginForm, DayAheadField, DayField
from commonplace.undertakings.models.joint_response import SignOff

RULES = {
    SignOff.NAMES: _("It speaks for those whose names stand beneath it, and for nobody else."),
    SignOff.ENOUGH: _("Say how many; until then it stays here."),
    SignOff.CONSENT: _(
        "It speaks for the community. Whoever cannot live with it says so beside the text, and takes that back once"
        " they can."
    ),
}
TEXT_ERRORS = {"required": _("It has no words yet. One sentence is enough.")}


class ResponseForm(BeginForm):
    """A joint response as it begins: to whom, the first draft, until when, and by which rule it goes out."""

    field_order = ("title", "addressee", "purpose", "text", "until", "rule", "enough", "space")
    addressee = PlainText(
        label=_("To whom does it go?"),
        max_length=200,
        error_messages={"required": _("Somebody has to receive it: an office, a board, a person.")},
    )
    text = Markdown(
        label=_("The first draft"),
        max_length=MAX_SOURCE,
        help_text=_("A few lines are enough to begin with. Each paragraph can be commented on by itself."),
        error_messages=TEXT_ERRORS,
    )
    until = DayAheadField(label=_("Comments until the end of which day?"))
    rule = forms.ChoiceField(
        label=_("By which rule does it go out?"),
        widget=Options,
        choices=[(one.value, Explained(one.label, RULES[one])) for one in SignOff],
        initial=SignOff.NAMES,
        help_text=_("It is said now, and stays so."),
    )
    enough = forms.IntegerField(
        label=_("How many are enough?"),
        required=False,
        min_value=2,
        max_value=1000,
        help_text=_("Only for the second rule."),
        error_messages={
            "invalid": _("Say it as a whole number."),
            "min_value": _("Two at least; one is no community."),
            "max_value": _("That is more than ever sign. Say a smaller number."),
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("rule") == SignOff.ENOUGH and data.get("enough") is None and "enough" not in self.errors:
            self.add_error("enough", _("Say how many are enough."))
        return data

    def terms(self) -> Terms:
        """What was said, as the action takes it."""
        said = self.cleaned_data
        return Terms(
            title=said["title"],
            addressee=said["addressee"],
            purpose=said["purpose"],
            comments_until=end_of(said["until"]),
            rule=said["rule"],
            enough=said["enough"],
            text=said["text"],
        )


class ReviseForm(Form):
    """Another version, made on the one of number `on`."""

    text = Markdown(label=_("What it says"), max_length=MAX_SOURCE, error_messages=TEXT_ERRORS)
    summary = PlainText(
        label=_("What is another now, in a line"),
        max_length=200,
        required=False,
        help_text=_("Whoever endorsed the version before reads this in a letter."),
    )
    on = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)


class CommentForm(OnceForm):
    """What one says to a paragraph, or to the whole."""

    field_order = ("paragraph", "words", "is_in_the_way")
    paragraph = forms.ChoiceField(label=_("About"), required=False)
    words = PlainText(
        label=_("Your comment"),
        max_length=4000,
        multiline=True,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
    is_in_the_way = forms.BooleanField(
        label=_("I cannot stand behind it while this is so"),
        required=False,
        help_text=_("You can take that back at any time."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, paragraphs: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["paragraph"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        named = [(str(n), gettext("%(n)d: %(words)s") % {"n": n, "words": words}) for n, words in paragraphs]
        field.choices = [("", gettext("The whole of it")), *named]


class WhatWasDoneForm(Form):
    """What the drafters did about a comment."""

    answer = PlainText(label=_("What became of it"), max_length=400, required=False)


class EndorseForm(Form):
    """As whom one speaks, beneath the version of number `on`."""

    speaks_as = PlainText(
        label=_("As whom, if that matters"),
        max_length=120,
        required=False,
        help_text=_("It stands behind your name, such as: for the night crew at Lousã."),
    )
    on = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)


class OtherwiseForm(OnceForm):
    """What one sees otherwise."""

    text = Markdown(label=_("How do you see it?"), max_length=20_000, error_messages=TEXT_ERRORS)


class KeepOpenForm(Form):
    """Until when comments are taken."""

    until = DayAheadField(label=_("Comments until the end of which day?"))


class SendForm(Form):
    """By which way it went out."""

    how = PlainText(
        label=_("How does it go out?"),
        max_length=200,
        required=False,
        help_text=_("By letter, on a form of theirs, handed over. The house itself sends nothing outside."),
    )


class AnswerForm(Form):
    """What the addressee answered, and on which day."""

    text = Markdown(
        label=_("What did they answer?"),
        max_length=20_000,
        help_text=_("Their words, or what you were told. That nothing came is an answer too."),
        error_messages=TEXT_ERRORS,
    )
    on = DayField(label=_("On which day?"))
