"""What is asked of a steward who invites a sponsor, or ends what one is."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonplace.ui.forms import Form, OnceForm, PlainText


class SponsorInvitationForm(OnceForm):
    """One's own words, a name, perhaps an address."""

    words = PlainText(
        label=pgettext_lazy("to a sponsor", "Your own words to them"),
        max_length=1000,
        multiline=True,
        help_text=_("They stand at the top of the page that asks them. What is the community worth, and to whom?"),
    )
    name = PlainText(label=_("Their name"), max_length=120, required=False)
    address = forms.EmailField(
        label=_("Their mail address, if we should write to them"),
        max_length=254,
        required=False,
        help_text=_("Without one you get a link to hand over yourself."),
    )


class EndForm(Form):
    """A line to a sponsor whose time ends."""

    words = PlainText(label=_("Your line to them"), max_length=400)
