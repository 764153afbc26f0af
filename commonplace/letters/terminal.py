"""Letters printed to the worker's terminal, for a house without a mail server: a sign-in code still reaches someone."""

import sys
import threading
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from commonplace.lib.text import tidy

_one_at_a_time = threading.Lock()


class TerminalBackend(BaseEmailBackend):
    """A mail backend for MAILERS that prints each letter as a person would read it."""

    def __init__(self, **options: Any) -> None:
        self._stream = options.pop("stream", None)
        super().__init__(**options)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with _one_at_a_time:
            stream = self._stream or sys.stdout
            for message in email_messages:
                stream.write(_as_read(message))
            stream.flush()
        return len(email_messages)


def _as_read(message: EmailMessage) -> str:
    # Tidied: someone's words must not move the cursor or colour the operator's screen.
    head = [f"To: {', '.join(message.to)}", f"Subject: {message.subject}"]
    lines = [tidy(line) for line in [*head, "", *str(message.body).rstrip().splitlines()]]
    width = min(max(map(len, lines)), 76)
    return "\n".join(["", "─" * (width + 2), *(f" {line}".rstrip() for line in lines), "─" * (width + 2), "", ""])
