"""What is asked of whoever makes a secret address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.feeds.models import Opens
from commonplace.feeds.reach import Reach
from commonplace.ui.forms import Form


class AddressForm(Form):
    """Of what an address tells."""

    of = forms.ChoiceField(
        label=_("What should it tell of?"),
        help_text=_(
            "A community without its groups, or one group alone. In a calendar of everything, groups only take time."
        ),
    )

    def __init__(self, *args: Any, reaches: Iterable[Reach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["of"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        reaches = list(reaches)
        kinds = ((Opens.LISTS, _("In a feed reader")), (Opens.CALENDAR, _("In a calendar")))
        field.choices = [
            (name, [(one.code, one.label) for one in reaches if one.opens == kind]) for kind, name in kinds
        ]
