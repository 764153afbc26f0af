"""What is asked of stewards who tidy the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.lib.slugs import TOPIC
from commonplace.ui.forms import Form, PlainText


class TopicForm(Form):
    """Another name for a topic."""

    name = PlainText(label=_("Name"), max_length=TOPIC)


class SynonymForm(Form):
    """Another word that leads to a topic."""

    name = PlainText(label=_("Another word for it"), max_length=TOPIC)


class OtherTopicForm(Form):
    """A form that names another topic of the community."""

    code = ""

    def __init__(self, *args: Any, topics: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix=self.code, **kwargs)
        for field in self.fields.values():
            field.choices = [*field.choices, *topics]  # type: ignore[attr-defined]


class MergeForm(OtherTopicForm):
    """Which topic takes this one in."""

    code = "merger"
    into = forms.TypedChoiceField(label=_("Make it one with"), coerce=int)


class BroaderForm(OtherTopicForm):
    """Which topic is the broader one."""

    code = "broader"
    topic = forms.TypedChoiceField(
        label=_("It belongs to"), coerce=int, required=False, empty_value=None, choices=[("", _("nothing broader"))]
    )
