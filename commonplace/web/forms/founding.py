"""What a community needs to begin: a name, and what it cares about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.doors import Visibility
from commonplace.ui.forms import Explained, Form, Options, PlainText


class FoundingForm(Form):
    """A name, a domain, and who may know of it; the rest grows."""

    name = PlainText(label=_("What is it called?"), max_length=120)
    domain = PlainText(
        label=_("What do you care about together?"),
        max_length=240,
        required=False,
        help_text=_("One line. It can change, and the community will change it."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may know of it?"),
        widget=Options,
        initial=Visibility.LISTED,
        choices=[
            (Visibility.LISTED, Explained(_("Listed"), _("Anyone may know of it; members read it."))),
            (Visibility.PUBLIC, Explained(_("Public"), _("Anyone may look in, members write."))),
            (Visibility.PRIVATE, Explained(_("Private"), _("Only those invited know of it."))),
        ],
    )
    is_launch = forms.BooleanField(
        label=_("It is not yet a community: begin with conversations"),
        required=False,
        help_text=_("You get a page for these weeks. Until it begins, only those you invite know of it."),
    )
