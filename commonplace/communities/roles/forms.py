"""What is asked of stewards about a role, and of whoever held it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, PlainText


class BriefForm(Form):
    """What a role is for."""

    words = PlainText(
        label=_("What it is for"),
        max_length=2000,
        multiline=True,
        required=False,
        help_text=_(
            "What it asks of whoever holds it, how much time, and what it does not ask. Everyone here reads it."
        ),
    )


class HandoverForm(Form):
    """What one learned in a role."""

    words = PlainText(
        label=_("What you learned in it"),
        max_length=4000,
        multiline=True,
        required=False,
        help_text=_(
            "What you wish you had known, whom to ask, what is half done. Stewards read it, and whoever holds or learns"
            " the role after you. It goes when your account is erased."
        ),
    )
