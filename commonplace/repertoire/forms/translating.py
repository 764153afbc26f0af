"""What is said of a resource in another language, and in which languages a community works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.forms.translating import EditionForm
from commonplace.people.languages import language_choices
from commonplace.repertoire.forms.writing import WordsForm
from commonplace.ui.forms import Explained, Form, Options

CHOSEN = ("language_1", "language_2", "language_3", "language_4")


class TranslateForm(EditionForm, WordsForm):
    """The same in another language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""


def _with_none() -> list[tuple[str, Any]]:
    return [("", _("None")), *language_choices()]


LENDS = (
    ("", Explained(_("No"), _("What we keep is used here."))),
    (
        "yes",
        Explained(
            _("Yes, where whoever looks after a thing lends it"),
            _("Members of the others read it, tell us what came of it, and make their own of it with credit."),
        ),
    ),
)


class ShelfForm(Form):
    """In which languages a community works, and whether what it keeps may be lent."""

    language_1 = forms.ChoiceField(label=_("We work in"), choices=_with_none, required=False)
    language_2 = forms.ChoiceField(label=_("And in"), choices=_with_none, required=False)
    language_3 = forms.ChoiceField(label=_("And also in"), choices=_with_none, required=False)
    language_4 = forms.ChoiceField(label=_("And one more"), choices=_with_none, required=False)

    lends = forms.ChoiceField(
        label=_("May other communities of this house use what we keep?"),
        choices=LENDS,
        widget=Options,
        required=False,
        help_text=_(
            "Only from ordinary spaces that every member reads, and never while this community is private. Cases, "
            "stories and recordings only where nobody could be found in them. What others made of it stays theirs, "
            "with its credit, also when you say no later."
        ),
    )

    def languages(self) -> list[str]:
        """Those that were chosen."""
        return [self.cleaned_data[name] for name in CHOSEN if self.cleaned_data[name]]
