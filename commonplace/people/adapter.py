"""How allauth speaks in this house: names instead of usernames, letters instead of mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.template.loader import render_to_string

from commonplace.letters.actions import post


class Adapter(DefaultAccountAdapter):
    """Sends every account letter through the outbox."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter; the worker sends it, and prints it where no mail server is set."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip()
        post(to=email, kind="account", subject=subject, text=text)
