"""What stewards say of words that were suggested as topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonplace.communities.topics.forms import OtherTopicForm
from commonplace.lib.slugs import TOPIC
from commonplace.ui.forms import Form, PlainText


class SuggestedForm(Form):
    """Which of the `shown` words are topics, or are none: the one that was pressed, else all that were ticked."""

    words = forms.TypedMultipleChoiceField(
        label=_("Words"), coerce=int, error_messages={"required": _("Tick some words first.")}
    )

    def __init__(self, data: QueryDict | None = None, *, shown: Sequence[int]) -> None:
        self.declines = data is not None and "decline" in data
        if data is not None and (pressed := data.get("decline" if self.declines else "keep", "")) in map(str, shown):
            data = data.copy()
            data["words"] = pressed
        super().__init__(data)
        cast(forms.TypedMultipleChoiceField, self.fields["words"]).choices = [(pk, pk) for pk in shown]


class OtherWordForm(OtherTopicForm):
    """For which topic a suggested word is another word."""

    code = "word"
    into = PlainText(label=_("Another word for"), max_length=TOPIC)
