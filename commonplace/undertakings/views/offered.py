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
    Offered(
        Kind.MUTUAL,
        "mutual_benchmark_beginning",
        _("Several of us do the same, and nobody knows how well, nor who could show the others how."),
        _("A table for the eyes of those who take part, offers to show how, and lessons without a number."),
    ),
    Offered(
        Kind.EXTERNAL,
        "external_benchmark_beginning",
        _("Somebody outside does what we do, and we want to know what of it would fit us."),
        _("Their practice with its sources, ours beside it, and what we take up and leave."),
    ),
    Offered(
        Kind.PROJECT,
        "learning_project_beginning",
        _("There is a question that nobody here can answer, and a few would give evenings to it."),
        _("Something that others can use, what was learned on the way, and what became of the question."),
    ),
)
