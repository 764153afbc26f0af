"""What is chosen of posts and lines that are about to be kept: which paragraphs of each, and into which section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.lib.markdown import render
from commonplace.lib.text import excerpt, plain
from commonplace.repertoire.actions.taking import Taken
from commonplace.repertoire.blocks import Block
from commonplace.repertoire.kinds import Shape
from commonplace.repertoire.queries.harvested import Chosen
from commonplace.ui.forms import Ticks

SHOWN = 600  # characters of a paragraph
CHANGED = gettext_lazy("They have written it otherwise since. Look at it again.")


@dataclass(frozen=True)
class Passage:
    """A post or a line as the form shows it."""

    chosen: Chosen
    taken: forms.BoundField
    under: forms.BoundField | None


class PassageFields:
    """The fields of what was chosen in a form."""

    def __init__(self, form: forms.Form, shape: Shape, chosen: Sequence[Chosen]) -> None:
        self.form, self.shape, self.chosen = form, shape, chosen
        # Where a kind needs words before all others, these are what people come for.
        self.usual = next((part.key for part in shape.parts if part.is_needed), shape.parts[0].key)
        for one in chosen:
            form.fields[f"taken_{one.key}"] = forms.MultipleChoiceField(
                label=_("What of it"),
                choices=[(each.key, _shown(each)) for each in one.blocks],
                initial=[each.key for each in one.blocks],
                required=False,
                widget=Ticks,
                error_messages={"invalid_choice": CHANGED},
            )
            if len(shape.parts) > 1:
                form.fields[f"under_{one.key}"] = forms.ChoiceField(
                    label=_("It stands under"),
                    choices=[(part.key, part.heading) for part in shape.parts],
                    initial=self.usual,
                    required=False,
                )

    @property
    def shown(self) -> list[Passage]:
        """The fields of each, in the order in which they were said."""
        return [
            Passage(
                one,
                self.form[f"taken_{one.key}"],
                self.form[f"under_{one.key}"] if len(self.shape.parts) > 1 else None,
            )
            for one in self.chosen
        ]

    def taken(self) -> list[Taken]:
        """What was chosen of them; what nothing was chosen of is left out."""
        said = self.form.cleaned_data
        return [
            Taken(one.of, said.get(f"under_{one.key}") or self.usual, keys)
            for one in self.chosen
            if (keys := said.get(f"taken_{one.key}"))
        ]


def _shown(block: Block) -> str:
    return excerpt(plain(render(block.words).html), SHOWN)
