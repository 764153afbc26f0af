"""'I will try this', and what somebody says came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.settling import take_outcome_back, tell_outcome
from commonplace.conversations.models import Outcome, Post
from commonplace.lib.text import tidy
from commonplace.people.models import Person
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.using import Account, take_back_use, tell_otherwise, tell_use
from commonplace.repertoire.lengths import MAX_ACCOUNT
from commonplace.repertoire.models import Resource, Told, Trial, Use
from commonplace.repertoire.queries.trials import AFTER, settled_unasked
from commonplace.store.locks import lock

MOST = 500  # settled questions in one go


def will_try(*, by: Person, what: Resource | Post, at: datetime | None = None) -> Trial:
    """Say that one will try it, and be asked once what came of it; said again it is the same. Raises NotTheirs."""
    at = at or timezone.now()
    whole = what if isinstance(what, Resource) else what.conversation
    standing = standing_of(by, whole.community)
    if standing is None or standing.is_guest or (isinstance(what, Post) and what.author_id == by.pk):
        raise NotTheirs(what.pk)
    said = {"community": whole.community, "said_at": at, "ask_on": timezone.localdate(at + AFTER)}
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        trial, is_new = Trial.objects.get_or_create(person=by, **_of(what), defaults=said)
        if is_new:
            _record("will_try", trial, whole.community, whole.space, at=at)
    return trial


def try_no_more(*, by: Person, what: Resource | Post, at: datetime | None = None) -> None:
    """Take it back, and be asked nothing; what was told already stays."""
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        for trial in Trial.objects.filter(person=by, came="", **_of(what)):
            deeds = ledger.deeds_in_force().filter(verb="will_try", person=by, **_about(trial))
            ledger.reverse_deeds(deeds, at=at or timezone.now())
            trial.delete()


def take_in_settled(*, now: datetime) -> int:
    """Have whoever's question was settled six weeks ago be asked what came of it; how many there are."""
    rows = [
        Trial(
            person=one.conversation.author,
            post=one.post,
            community_id=one.conversation.community_id,
            is_asked=True,
            said_at=one.at,
            ask_on=timezone.localdate(one.at + AFTER),
        )
        for one in settled_unasked(now).order_by("pk")[:MOST]
    ]
    Trial.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def say_what_came(
    *, by: Person, trial: Trial, came: str, words: str = "", told: str = Told.STEWARD, at: datetime | None = None
) -> Trial:
    """Say what came of one's own trial, anew as often as one likes.

    Of a resource it is a use, told to whom `told` says; of a post it is told beneath it, under one's name, with
    `Told.MEMBERS` and some words, and else kept for oneself. Raises NotTheirs.
    """
    at = at or timezone.now()
    came, words = Trial.Came(came), tidy(words).strip()[:MAX_ACCOUNT]
    with transaction.atomic():
        found = lock(Trial.objects.filter(pk=trial.pk, person=by))
        if not found:
            raise NotTheirs(trial.pk)
        here, is_first = found[0], not found[0].came
        here.came, here.words, here.answered_at = came, words, at
        if here.resource_id is not None:
            here.use = _use_of(here, by, told, at)
        else:
            here.outcome = _outcome_of(here, by, told, at)
        here.save(update_fields=["came", "words", "answered_at", "use", "outcome"])
        if is_first and here.use is None and here.outcome is None:
            whole = here.resource or here.post.conversation  # type: ignore[union-attr]
            _record("answered_trial", here, whole.community, whole.space, at=at)
    return here


def _use_of(trial: Trial, by: Person, told: str, at: datetime) -> Use | None:
    """The use that tells it, anew where it stands already."""
    assert trial.resource is not None  # asked before
    if trial.came == Trial.Came.NOT_YET:
        if trial.use is not None:
            take_back_use(by=by, use=trial.use, at=at)
        return None
    if trial.use is None:
        account = Account(trial.came, trial.words, told=told)
        return tell_use(by=by, resource=trial.resource, account=account, at=at)
    account = Account(trial.came, trial.words, trial.use.where, trial.use.changed, told)
    return tell_otherwise(by=by, use=trial.use, account=account)


def _outcome_of(trial: Trial, by: Person, told: str, at: datetime) -> Outcome | None:
    """What stands beneath the post, if it may be told."""
    assert trial.post is not None  # asked before
    is_told = told == Told.MEMBERS and bool(trial.words) and trial.came != Trial.Came.NOT_YET
    before = trial.outcome
    if before is not None and is_told and (before.how, before.text) == (trial.came, trial.words):
        return before
    if before is not None:
        take_outcome_back(by=by, outcome=before, at=at)
    return tell_outcome(by=by, post=trial.post, how=trial.came, text=trial.words, at=at) if is_told else None


def _of(what: Resource | Post) -> dict[str, Resource | Post]:
    return {"resource" if isinstance(what, Resource) else "post": what}


def _about(trial: Trial) -> dict[str, object]:
    if trial.resource_id is not None:
        return {"what": "resource", "what_id": trial.resource_id}
    assert trial.post is not None  # of one or the other
    return {"what": "conversation", "what_id": trial.post.conversation_id, "part_id": trial.post_id}


def _record(verb: str, trial: Trial, community: Community, space: Space, *, at: datetime) -> None:
    ledger.record(verb=verb, person=trial.person, community=community, space=space, at=at, **_about(trial))  # type: ignore[arg-type]
