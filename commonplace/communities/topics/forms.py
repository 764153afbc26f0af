"""What is asked of stewards who tidy the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonplace.lib.slugs import TOPIC
from commonplace.ui.forms import Form, PlainText, Searched


class TopicForm(Form):
    """Another name for a topic."""

    name = PlainText(label=_("Name"), max_length=TOPIC)


class SynonymForm(Form):
    """Another word that leads to a topic."""

    name = PlainText(label=_("Another word for it"), max_length=TOPIC)


class OtherTopicForm(Form):
    """A form that names another topic of the community, by any of its names; some are offered as one types."""

    code = ""

    def __init__(self, *args: Any, offered: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix=self.code, **kwargs)
        for field in self.fields.values():
            field.widget = Searched(offered=offered)


class MergeForm(OtherTopicForm):
    """Which topic takes this one in."""

    code = "merger"
    into = PlainText(label=_("Make it one with"), max_length=TOPIC)


class BroaderForm(OtherTopicForm):
    """Which topic is the broader one."""

    code = "broader"
    topic = PlainText(
        label=_("It belongs to"), max_length=TOPIC, required=False, help_text=_("Empty where nothing is broader.")
    )
