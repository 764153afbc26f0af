"""What is asked of whoever gives a section of the charter new words."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, Markdown, PlainText


class SectionForm(Form):
    """The section's words, a line that says what changed, and which revision was on the page."""

    words = Markdown(label=_("In our words"), max_length=8000, required=False)
    summary = PlainText(
        label=_("What changes, in a line"),
        max_length=240,
        help_text=_("It stands in the record of the charter, with your name for those who may see it."),
    )
    on_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, switched_on: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        assert isinstance(words, Markdown)  # declared above
        words.switched_on = switched_on

    def clean_on_revision(self) -> int:
        """A number that is missing counts as none: then everything that stands is newer."""
        return int(self.cleaned_data["on_revision"] or 0)
