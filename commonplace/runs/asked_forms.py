"""What is typed when people are asked afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.runs.models.asked import LONGEST
from commonplace.ui.forms import Form, PlainText


class WhatCameForm(Form):
    """A line on what came of it; `tells` where it can stand in the gathering's conversation as well."""

    words = PlainText(
        label=_("In a line, if you like"),
        max_length=LONGEST,
        required=False,
        multiline=True,
        help_text=_("Whoever reads what was kept reads this beside it."),
    )
    tells = forms.BooleanField(label=_("Tell it in the gathering’s conversation, under my name"), required=False)

    def __init__(self, *args: Any, may_be_told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_told:
            del self.fields["tells"]


class WishForm(Form):
    """A line on what should stay, or be different."""

    words = PlainText(label=_("In a line, if you like"), max_length=LONGEST, required=False, multiline=True)

    def __init__(self, *args: Any, is_nameless: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = (
            _("Those who were there and whoever holds it read it, without your name.")
            if is_nameless
            else _("Those who were there and whoever holds it read it, with your name beside it.")
        )
