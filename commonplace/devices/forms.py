"""What is asked of whoever gives a password to a device."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.devices.models import Shows
from commonplace.ui.forms import Explained, Form, Options, PlainText


class DeviceForm(Form):
    """A device needs a name by which its owner knows it again, and one calendar or several."""

    name = PlainText(label=_("Which device is it for?"), max_length=80, help_text=_("“My phone”, for instance."))
    shows = forms.ChoiceField(
        label=_("What should it show?"),
        initial=Shows.ALL,
        widget=Options,
        choices=[
            (
                Shows.ALL,
                Explained(
                    _("One calendar with all my gatherings"),
                    _("Without what you said you do not come to; what a group has planned only takes its time."),
                ),
            ),
            (
                Shows.EACH,
                Explained(
                    _("A calendar for each community and group"),
                    _("Each can be hidden and shown, and has a colour of its own."),
                ),
            ),
        ],
    )
