"""What is asked of stewards who tidy the vocabulary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, PlainText


class TopicForm(Form):
    """Another name for a topic."""

    name = PlainText(label=_("Name"), max_length=60)


class MergeForm(Form):
    """Which topic takes this one in."""

    into = forms.TypedChoiceField(label=_("Make it one with"), coerce=int)

    def __init__(self, *args: Any, topics: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = topics  # type: ignore[attr-defined]
