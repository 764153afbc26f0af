"""How often somebody may be asked, and whether they may be pointed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.knowledge.models.asking import MOST, USUAL
from commonplace.knowledge.models.looking import MOST_LOOKED_FOR
from commonplace.ui.forms import Day, Form


class LimitForm(Form):
    """How many times a week, and a pause."""

    a_week = forms.IntegerField(
        label=_("How many times a week may somebody ask you in?"),
        help_text=_("0 is never. Whoever asks does not see your number."),
        min_value=0,
        max_value=MOST,
        initial=USUAL,
        error_messages={"required": _("Say a number; 0 is never.")},
    )
    paused_until = forms.DateField(
        label=_("Not before"),
        widget=Day(),
        required=False,
        help_text=_("Until this day nobody is pointed to you. Empty is no pause."),
        error_messages={"invalid": _("That is no day of the calendar.")},
    )

    def clean_paused_until(self) -> Any:
        """A pause that is over is none."""
        until = self.cleaned_data["paused_until"]
        return until if until is not None and until > timezone.localdate() else None


class PointingForm(Form):
    """Yes, no, or no and never ask again."""

    says = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no"), ("never", "never")])


class LookingForm(Form):
    """How many who know what."""

    topic = forms.TypedChoiceField(
        label=_("Who know what?"),
        coerce=int,
        error_messages={"required": _("Choose a word of this community.")},
    )
    number = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST_LOOKED_FOR,
        initial=2,
        error_messages={"required": _("Say a number; one is enough.")},
    )

    def __init__(self, *args: Any, topics: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.TypedChoiceField)  # declared above
        field.choices = [("", "–"), *topics]
