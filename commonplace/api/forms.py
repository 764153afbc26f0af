"""What is asked of whoever makes a token."""

from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, PlainText


class TokenForm(Form):
    """A token needs a name by which its owner knows it again."""

    name = PlainText(
        label=_("What is it for?"), max_length=80, help_text=_("The program that will use it, or what you will do.")
    )
