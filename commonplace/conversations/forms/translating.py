"""What is said again in another language: in which, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.forms import text_field, title_field
from commonplace.conversations.forms.begun import Begun
from commonplace.people.languages import language_choices
from commonplace.ui.forms import Form, Markdown, OnceField


def _named(first: Sequence[str], without: Sequence[str] = ()) -> Any:
    """Every language, those that one is likely to look for `first`."""
    named = [pair for pair in language_choices() if pair[0] not in without]
    ours = [pair for pair in named if pair[0] in first]
    groups = [(_("Here"), ours), (_("Others"), [pair for pair in named if pair[0] not in first])]
    return groups if ours else named


class TongueForm(Form):
    """Into which language it is said, those that the community works in first."""

    def __init__(self, *args: Any, first: Sequence[str], without: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in"] = forms.ChoiceField(label=_("In which language?"), choices=_named(first, without))


class PostTongueForm(TongueForm):
    """The same of a post, of which nobody has said in which language it is written."""

    def __init__(self, *args: Any, first: Sequence[str], out_of: str, **kwargs: Any) -> None:
        super().__init__(*args, first=first, without=(), **kwargs)
        self.fields["in"].initial = next((code for code in first if code != out_of), None)
        self.fields["from"] = forms.ChoiceField(
            label=_("In which language is the original?"), choices=_named(first), initial=out_of
        )
        self.order_fields(["from", "in"])


# What is kept of a post in another language as a draft; what it began from goes along, so that whoever was quicker
# meanwhile is noticed.
SAID_AGAIN = ("title", "text", "number", "over")


class EditionForm(Begun):
    """Words in another language: from revision `number`, over edition `over`."""

    number = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    over = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    mark = OnceField()


class PostTranslateForm(EditionForm):
    """A post in another language; an opening has a title."""

    title = title_field()
    text = text_field(label=_("The words"))

    def __init__(self, *args: Any, is_opening: bool, switched_on: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Markdown, self.fields["text"]).switched_on = switched_on
        if not is_opening:
            del self.fields["title"]
