"""What is sent as another version of a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.files.fields import FileInput
from commonplace.ui.forms import Form


class VersionForm(Form):
    """A file as it is now."""

    file = forms.FileField(
        label=_("The file as it is now"),
        max_length=400,
        widget=FileInput,
        help_text=_("It is found under the same name from then on. The ones before stay here, each to be had again."),
        error_messages={"required": _("Choose a file first."), "empty": _("This file has nothing in it.")},
    )
