"""Words that give the thing a name here: whoever starts it says what one means, says it better, or takes it out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.launch.actions.interviewing import NotAStarter
from commonplace.launch.models import Launch, Term
from commonplace.lib.folding import folded
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["MOST_TERMS", "NotAStarter", "TermTaken", "TooManyTerms", "drop_term", "put_term", "reword"]
MOST_TERMS = 60


class TermTaken(ValueError):
    """It is among the words already, with another meaning: one says that one better."""


class TooManyTerms(ValueError):
    """A list that nobody reads is no glossary."""


def put_term(*, by: Person, launch: Launch, term: str, meaning: str, at: datetime | None = None) -> Term:
    """Say what a word means here; sent twice it is one. Raises NotAStarter, TermTaken, TooManyTerms."""
    _require_starter(by, launch)
    now = at or timezone.now()
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        there = Term.objects.filter(launch=launch, folded=folded(term)).first()
        if there is not None:
            if there.meaning != meaning:
                raise TermTaken(term)
            return there
        if Term.objects.filter(launch=launch).count() >= MOST_TERMS:
            raise TooManyTerms(launch.pk)
        said = {"term": term, "folded": folded(term), "meaning": meaning}
        made = Term.objects.create(launch=launch, by=by, at=now, **said)
        ledger.record(verb="put_term", person=by, community=launch.community, at=now)
    return made


def reword(*, by: Person, found: Term, term: str, meaning: str, at: datetime | None = None) -> None:
    """Say it better; whoever said it last stands beside it. Raises NotAStarter, TermTaken."""
    _require_starter(by, found.launch)
    now = at or timezone.now()
    with transaction.atomic():
        lock(Launch.objects.filter(pk=found.launch_id))
        if Term.objects.filter(launch=found.launch_id, folded=folded(term)).exclude(pk=found.pk).exists():
            raise TermTaken(term)
        said = {"term": term, "folded": folded(term), "meaning": meaning}
        Term.objects.filter(pk=found.pk).update(by=by, at=now, **said)
        ledger.changed([found.launch.community_id])


def drop_term(*, by: Person, found: Term) -> None:
    """Take it out; raises NotAStarter."""
    _require_starter(by, found.launch)
    with transaction.atomic():
        Term.objects.filter(pk=found.pk).delete()
        ledger.changed([found.launch.community_id])


def _require_starter(person: Person, launch: Launch) -> None:
    if not Launch.objects.started_by(person).filter(pk=launch.pk).exists():
        raise NotAStarter(person.pk)
