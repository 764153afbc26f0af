"""What stewards say about a letter; each field comes with what it said when the page was opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from commonplace.digests.actions.choosing import Choice, Said, name_of
from commonplace.digests.models import Item
from commonplace.ui.forms import Form, PlainText

WORDS, WHY = 600, 240  # characters


class LetterForm(Form):
    """Two lines, and for each thing whether it is kept and why."""

    words = PlainText(
        label=_("Two lines from you"),
        max_length=WORDS,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Signed with your name. People read this and the first title; the rest is luck."),
    )
    was_words = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name_of(one) for one in items]
        for name in self.names:
            self.fields[f"kept-{name}"] = forms.BooleanField(required=False, label=_("Keep in the letter"))
            self.fields[f"why-{name}"] = PlainText(
                required=False, max_length=WHY, label=_("Why this, in your words"),
                widget=forms.TextInput(attrs={"placeholder": _("Why this? One line, optional")}),
            )  # fmt: skip
            for what in ("kept", "why"):
                hidden = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
                self.fields[f"was-{what}-{name}"] = hidden

    @property
    def said_words(self) -> Said:
        return Said(_lines(self.cleaned_data["was_words"]), self.cleaned_data["words"])

    @property
    def choices(self) -> Mapping[str, Choice]:
        """What is said of each thing, by its name; one that was not on the page is not spoken of."""
        return {name: self._choice(name) for name in self.names if f"was-kept-{name}" in self.data}

    def _choice(self, name: str) -> Choice:
        said = self.cleaned_data
        kept = "yes" if said[f"kept-{name}"] else ""
        return Choice(Said(said[f"was-kept-{name}"], kept), Said(said[f"was-why-{name}"], said[f"why-{name}"]))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class DayForm(Form):
    """On which day the letter goes out."""

    weekday = forms.TypedChoiceField(
        label=_("The letter goes out on"),
        choices=[*WEEKDAYS.items(), ("", _("no day: we write no letter"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
