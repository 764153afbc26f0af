"""What is asked of whoever makes a secret address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.feeds.reach import Reach
from commonplace.ui.forms import Form


class AddressForm(Form):
    """Of what an address tells."""

    of = forms.ChoiceField(
        label=_("What should it tell of?"),
        help_text=_("The whole of a community without its groups, or one group alone."),
    )

    def __init__(self, *args: Any, reaches: Iterable[Reach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["of"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(one.code, one.label) for one in reaches]
