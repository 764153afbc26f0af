"""What each step of a story is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from commonplace.stories.models import Step
from commonplace.ui.forms import Form, Ticks
from commonplace.value.cycles import Cycle
from commonplace.value.forms.indicators import WRONG
from commonplace.value.models import Indicator


class TouchForm(Form):
    """For each step a box for everything of its cycle that is looked at, and a list of all else."""

    def __init__(
        self, *args: Any, steps: Sequence[tuple[Step, list[int]]], indicators: Sequence[Indicator], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        self.indicators = {one.pk: one for one in indicators}
        for step, touched in steps:
            near = [one for one in indicators if one.cycle == step.cycle or one.pk in touched]
            far = [one for one in indicators if one not in near]
            self.fields[f"touch_{step.pk}"] = forms.TypedMultipleChoiceField(
                label=_("It is about"),
                choices=[(one.pk, one.name) for one in near],
                coerce=int,
                initial=touched,
                widget=Ticks(),
                required=False,
                error_messages=WRONG,
            )
            self.fields[f"other_{step.pk}"] = forms.TypedChoiceField(
                label=_("Or something of another column"),
                choices=[("", _("Nothing else")), *((one.pk, f"{Cycle(one.cycle).label}: {one.name}") for one in far)],
                coerce=int,
                empty_value=None,
                required=False,
                error_messages=WRONG,
            )

    def parts(self) -> Iterator[tuple[Step, BoundField | None, BoundField]]:
        """Each step with its two fields; no boxes where nothing of its cycle is looked at."""
        for step, _touched in self.steps:
            boxes = self[f"touch_{step.pk}"]
            yield step, boxes if self.fields[f"touch_{step.pk}"].choices else None, self[f"other_{step.pk}"]  # type: ignore[attr-defined]

    def said(self) -> Iterator[tuple[Step, list[Indicator]]]:
        """What each step is said to be about."""
        for step, _touched in self.steps:
            keys = [*self.cleaned_data[f"touch_{step.pk}"], self.cleaned_data[f"other_{step.pk}"]]
            yield step, [self.indicators[key] for key in keys if key is not None]
