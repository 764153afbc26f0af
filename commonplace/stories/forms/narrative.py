"""What somebody writes of what taking part is to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.stories.models import NarrativePart
from commonplace.stories.models.narrative import MOST_PART
from commonplace.ui.forms import Form, PlainText

PROMPTS = {
    "reasons": _("What brought you, and what keeps you?"),
    "myself": _("What can you do, or see, that you could not before?"),
    "relations": _("Whom can you turn to since, and who turns to you?"),
    "practice": _("What do you do otherwise at work?"),
    "influence": _("Where does your word count for more, or for less?"),
}


class NarrativeForm(Form):
    """Five parts, each with what is hoped for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for about, name in NarrativePart.About.choices:
            self.fields[about] = PlainText(
                label=name,
                max_length=MOST_PART,
                multiline=True,
                required=False,
                help_text=PROMPTS[about],
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            self.fields[f"{about}_hope"] = PlainText(
                label=_("What you hope for next"),
                max_length=MOST_PART,
                multiline=True,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def parts(self) -> dict[str, tuple[str, str]]:
        """What was written."""
        said = self.cleaned_data
        return {about: (said[about], said[f"{about}_hope"]) for about in NarrativePart.About.values}
