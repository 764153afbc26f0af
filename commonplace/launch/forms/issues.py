"""What an issue is called, and whose conversations speak of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from commonplace.launch.models import Interview
from commonplace.lib.direction import isolated
from commonplace.ui.forms import Form, PlainText

VOICES = (("", _("does not speak of it")), ("speaks", _("speaks of it")), ("awake", _("it keeps them awake")))


class IssueForm(Form):
    """What an issue is called."""

    name = PlainText(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("In their words: Deciding alone at night."),
        error_messages={"required": _("Call it by a word or two that they used.")},
    )
    about = PlainText(
        label=_("What belongs to it"),
        max_length=240,
        required=False,
        help_text=_("A few of their words, by which others are found: chlorine, alarms, when to wake someone."),
    )


class GatherForm(IssueForm):
    """Whose conversations speak of it."""

    def __init__(
        self,
        *args: Any,
        interviews: Sequence[Interview],
        likely: Collection[int],
        voices: Mapping[int, bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of = {f"voice_{one.pk}": one.pk for one in interviews}
        for one in interviews:
            said = "" if one.pk not in voices else "awake" if voices[one.pk] else "speaks"
            name = isolated(one.name or one.about or str(_("Someone")))
            label = _("%(name)s: %(words)s") % {"name": name, "words": isolated(Truncator(one.hard).chars(280))}
            self.fields[f"voice_{one.pk}"] = forms.ChoiceField(
                label=label,
                choices=VOICES,
                required=False,
                initial=said,
                help_text=_("A word of it stands here.") if one.pk in likely and not said else "",
            )

    @property
    def voices(self) -> Mapping[int, bool]:
        """Keys of the conversations that speak of it, and whether it keeps them awake."""
        said = {pk: self.cleaned_data.get(name, "") for name, pk in self.of.items()}
        return {pk: word == "awake" for pk, word in said.items() if word}
