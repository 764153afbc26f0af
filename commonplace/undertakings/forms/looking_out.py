"""What forms of an external benchmark take in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, Markdown, Options, PlainText
from commonplace.undertakings.actions.looking_out import SourceTerms, YardstickTerms
from commonplace.undertakings.forms.beginning import BeginForm, DayField
from commonplace.undertakings.forms.benchmark import TEXT_ERRORS, question_field
from commonplace.undertakings.models import Fit, OutsideSource


class HttpField(PlainText):
    """An address on the web, which one can follow."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.URLInput(attrs={"dir": "ltr"})
        super().__init__(max_length=500, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if address:
            no_address = gettext("That is no address. It begins with https:// and can be opened in a browser.")
            URLValidator(schemes=["https", "http"], message=no_address)(address)
        return address


def whose_field() -> PlainText:
    """Whose practice it is."""
    return PlainText(
        label=_("Whose practice is it?"),
        max_length=200,
        error_messages={"required": _("Say who does it so: a body, a house, a person.")},
    )


def practice_field() -> Markdown:
    """How they work."""
    return Markdown(
        label=_("What do they do, as far as you know it?"),
        max_length=20_000,
        help_text=_("What is told in confidence does not go here; it has a place of its own, for the group alone."),
        error_messages=TEXT_ERRORS,
    )


class OutsideForm(BeginForm):
    """An external benchmark as it begins."""

    field_order = ("title", "purpose", "whose", "practice", "space")
    purpose = question_field(_("What do you want to know about ourselves by looking there?"))
    whose = whose_field()
    practice = practice_field()


class PracticeForm(Form):
    """The practice, said anew."""

    whose = whose_field()
    practice = practice_field()


class SourceForm(Form):
    """Where something is from, and how far it can be trusted."""

    what = PlainText(
        label=_("What is it?"),
        max_length=200,
        help_text=_("A report, a page, a talk on the telephone."),
        error_messages={"required": _("Say what it is, so that somebody else finds it.")},
    )
    address = HttpField(label=_("Its address, if it has one"))
    on = DayField(label=_("Of which day?"), required=False)
    said_by = PlainText(label=_("Who said it?"), max_length=200, required=False)
    trust = forms.ChoiceField(
        label=_("How far can it be trusted?"),
        widget=Options,
        choices=OutsideSource.Trust.choices,
        error_messages={"required": _("Say how far; “with care” is an answer too.")},
    )
    trust_why = PlainText(label=_("Why so far, and no further"), max_length=400, required=False)

    def terms(self) -> SourceTerms:
        """What was said, as the action takes it."""
        return SourceTerms(**self.cleaned_data)


class YardstickForm(Form):
    """Theirs and ours in one line."""

    name = PlainText(
        label=_("What is looked at?"),
        max_length=120,
        error_messages={"required": _("Give it a name, as you would say it.")},
    )
    theirs = PlainText(
        label=_("How is it with them?"),
        max_length=400,
        help_text=_("A number with its unit, or a sentence."),
        error_messages={"required": _("Say how it is with them, or leave the line for later.")},
    )
    source = forms.ChoiceField(label=_("Where is that from?"), required=False)
    ours = PlainText(
        label=_("And with us?"),
        max_length=400,
        required=False,
        help_text=_("By their rule and not by our habit. It can come later."),
    )
    is_confidential = forms.BooleanField(
        label=_("It stays with those who take part"),
        required=False,
        help_text=_("Then others read that something stands here, and nothing of it."),
    )

    def __init__(self, *args: Any, sources: Iterable[OutsideSource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources: Mapping[str, OutsideSource] = {str(one.pk): one for one in sources}
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", gettext("No source yet")), *((pk, one.what) for pk, one in self.sources.items())]

    def terms(self) -> YardstickTerms:
        """What was said, as the action takes it."""
        said = self.cleaned_data
        return YardstickTerms(**{**said, "source": self.sources.get(said["source"])})


class FitForm(Form):
    """What of it would fit us."""

    how = forms.ChoiceField(
        label=_("Would it fit us?"),
        widget=Options,
        choices=Fit.How.choices,
        error_messages={"required": _("Choose what comes nearest.")},
    )
    words = PlainText(
        label=_("What of it, and what would have to be so here?"),
        max_length=600,
        multiline=True,
        error_messages={"required": _("One sentence is enough.")},
    )


class FindingForm(Form):
    """What was found."""

    text = Markdown(
        label=_("What have you found?"),
        max_length=20_000,
        help_text=_("Which gap is real, which is the yardstick, what you take up, and what you leave on purpose."),
        error_messages=TEXT_ERRORS,
    )
