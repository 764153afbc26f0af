"""How far each step may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.stories.actions.releasing import NOBODY
from commonplace.stories.models import Audience, Step
from commonplace.ui.forms import Form

REACHES = ((NOBODY, _("You alone")), *Audience.choices)


class ReachForm(Form):
    """A list to choose from for each step."""

    def __init__(self, *args: Any, steps: Sequence[Step], reach: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in steps:
            self.fields[f"step-{step.pk}"] = forms.ChoiceField(
                label=_("How far may it go?"),
                choices=REACHES,
                required=False,
                initial=reach.get(step.pk, NOBODY),
            )

    @property
    def reach(self) -> dict[int, str]:
        """How far each may go, by its key."""
        return {int(name.partition("-")[2]): said for name, said in self.cleaned_data.items()}
