"""What somebody objects to, and what is said to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, Options, PlainText

WAYS = (("out", _("It is taken out")), ("stands", _("It stands")))


class ObjectionForm(Form):
    """Why it should not be told so."""

    words = PlainText(
        label=_("What is not right, or not to be told?"),
        max_length=600,
        multiline=True,
        help_text=_("A line is enough. Only whoever told it and the stewards read it."),
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )


class SettleForm(Form):
    """What becomes of it."""

    became = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=WAYS,
        widget=Options,
    )
    reply = PlainText(
        label=_("What would you say to whoever objected?"), max_length=600, multiline=True, required=False
    )

    def __init__(self, *args: Any, may_stand: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_stand:
            field = self.fields["became"]
            assert isinstance(field, forms.ChoiceField)  # declared above
            field.choices = WAYS[:1]
            field.initial = WAYS[0][0]

    def clean(self) -> None:
        """What stands against somebody’s word has a reason."""
        super().clean()
        if self.cleaned_data.get("became") == "stands" and not self.cleaned_data.get("reply") and not self.errors:
            self.add_error("reply", _("Say why it stands. They read it."))
