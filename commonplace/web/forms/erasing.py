"""What is asked before someone goes for good."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.reasons.forms import ReasonForm
from commonplace.ui.forms import Explained, Form, Options, PlainText

STAY, GO = "stay", "go"


class ErasingForm(Form):
    """Whether one's words stay, and that one means it."""

    words = forms.ChoiceField(
        label=_("What you wrote"),
        choices=[
            (
                STAY,
                Explained(
                    _("It stays, without my name"),
                    _("Those who learn from it keep it. Where your name stood it says: someone who has left."),
                ),
            ),
            (
                GO,
                Explained(
                    _("It goes with me"),
                    _("Your words, their earlier states and your files are removed. An empty place stays."),
                ),
            ),
        ],
        widget=Options,
        error_messages={"required": _("Choose one of the two.")},
    )
    sure = forms.BooleanField(
        label=_("I know that nobody can undo this, the stewards and the operator included."),
        error_messages={"required": _("Tick this when you are sure.")},
    )

    @property
    def withdraw(self) -> bool:
        """Whether the words go too."""
        return bool(self.cleaned_data["words"] == GO)


class TakeOutForm(ReasonForm):
    """Whether the words under a name stay, and how the steward knows of the wish."""

    words = forms.ChoiceField(
        label=_("What was written under it"),
        choices=[
            (STAY, Explained(_("It stays, without the name"))),
            (GO, Explained(_("It is withdrawn"), _("The words and files are removed. An empty place stays."))),
        ],
        widget=Options,
        error_messages={"required": _("Choose one of the two.")},
    )
    why = PlainText(
        label=_("What they wished, in a line, without the name"),
        max_length=400,
        help_text=_("It stands in the record of what was held back, which members read."),
    )

    @property
    def withdraw(self) -> bool:
        """Whether the words go too."""
        return bool(self.cleaned_data["words"] == GO)
