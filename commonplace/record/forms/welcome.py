"""Three steps as stewards write them, and what is said of a buddy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.record.models import MOST_STEP, STEPS, Helped
from commonplace.record.steps import KNOWN, Step
from commonplace.ui.forms import Form, PlainText


class StepsForm(Form):
    """Three steps: one that the house knows, or words of the community's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", _("In our own words")), *((one.code, one.words) for one in KNOWN.values())]
        for number in range(STEPS):
            self.fields[f"code_{number}"] = forms.ChoiceField(
                label=(_("First step"), _("Second step"), _("Third step"))[number], choices=known, required=False
            )
            self.fields[f"words_{number}"] = PlainText(
                label=(_("First, in your words"), _("Second, in your words"), _("Third, in your words"))[number],
                max_length=MOST_STEP,
                required=False,
                help_text=_("A small thing that one can do in five minutes. Empty: as the house says it."),
            )

    @staticmethod
    def initial_of(steps: list[Step]) -> dict[str, str]:
        """What stands in it for these steps; words that are the house's own stay out."""
        said: dict[str, str] = {}
        for number, one in enumerate(steps[:STEPS]):
            own = one.known is None or str(one.known.words) != one.words
            said |= {f"code_{number}": one.code, f"words_{number}": one.words if own else ""}
        return said

    def steps(self) -> list[Step]:
        """The steps that were written, in their order; what says nothing is none."""
        said = self.cleaned_data
        found = (Step(said[f"code_{number}"], said[f"words_{number}"]) for number in range(STEPS))
        return [one for one in found if one.code or one.words]

    def clean(self) -> dict[str, Any]:
        """The same step is not there twice."""
        said = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for number in range(STEPS):
            key = said.get(f"code_{number}") or said.get(f"words_{number}") or ""
            if key and key in taken:
                self.add_error(f"code_{number}", _("This step stands there already."))
            taken.add(key)
        return said


class HelpedForm(Form):
    """Whether it helped."""

    helped = forms.ChoiceField(choices=Helped.choices)


class ChooseForm(Form):
    """Whom a newcomer says yes to."""

    who = forms.IntegerField(min_value=1, max_value=2**63 - 1)
