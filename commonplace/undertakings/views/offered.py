"""What is offered to whoever would begin something: each kind with what it is for, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.undertakings.kinds import Kind


@dataclass(frozen=True)
class Offered:
    """One kind: the name of the address where one begins, what it is for, and what is left of it."""

    kind: Kind
    begins: str
    line: str | Promise
    leaves: str | Promise


OFFERED = (
    Offered(
        Kind.RESPONSE,
        "joint_response_beginning",
        _("Somebody outside decides about our practice, and should hear one voice."),
        _("A text in people’s names, what some see otherwise, and what was answered."),
    ),
    Offered(
        Kind.DESK,
        "help_desk_beginning",
        _("The same people are asked again and again, and nobody knows whose turn it is to answer."),
        _("Answers by a promised time, and what is asked again and again written once."),
    ),
    Offered(
        Kind.SCAN,
        "scan_beginning",
        _("Much changes around us, and nobody can follow all of it alone."),
        _("A row of notes on what was seen and why it matters, by source and topic."),
    ),
)
