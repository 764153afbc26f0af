"""What is asked of someone who finds their own name in an archive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, PlainText


class CodeForm(Form):
    """The code that went to the archive's address."""

    code = PlainText(
        label=_("The code from the letter"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class StewardForm(Form):
    """How a steward can know."""

    words = PlainText(label=_("How can a steward know that it is you?"), max_length=400)
