"""What forms of words take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.ui.forms import Form, Markdown, OnceForm, Options, PlainText
from commonplace.words.actions.writing import MAX_WORD
from commonplace.words.models import LettersOfWords, WhoMayWrite


class WordForm(OnceForm):
    """A word; `begun` names the draft that it goes on with, as that stood when the form was made."""

    text = Markdown(
        label=_("Your word"),
        max_length=MAX_WORD,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)


class NewWordForm(WordForm):
    """A word to begin with: to those who are ticked, and to whoever is looked for by name."""

    field_order = ("whom", "text")
    whom = PlainText(label=_("To whom"), max_length=120, required=False)


class LookForm(Form):
    """What one looks for among one's own words."""

    q = PlainText(max_length=200, required=False)


class WhoForm(Form):
    """From whom someone takes words."""

    who = forms.ChoiceField(choices=WhoMayWrite.choices)


class LettersForm(Form):
    """What of a word comes by mail."""

    letters = forms.ChoiceField(choices=LettersOfWords.choices)


class HandForm(Form):
    """To the stewards of which community a copy goes, and why."""

    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("To the stewards of"), empty_label=None, widget=Options
    )
    why = PlainText(
        label=_("What should they know"),
        max_length=400,
        multiline=True,
        help_text=_("They read this beside the copy. It says that it is from you."),
    )

    def __init__(self, *args: Any, communities: list[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Community.objects.filter(pk__in=[one.pk for one in communities]).order_by("name", "pk")
        self.fields["community"].queryset = offered  # type: ignore[attr-defined]
        if len(communities) == 1:
            self.fields["community"].initial = communities[0].pk
