"""What is asked of whoever says who leads them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form


class LeadForm(Form):
    """Who leads one."""

    person = forms.TypedChoiceField(label=_("Who leads you?"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["person"]).choices = [("", _("Choose somebody")), *people]
