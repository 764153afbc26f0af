"""Members are asked what would help them; what five have is told, answered, and in the end it is asked whether it did.

That somebody answered is no deed: the ledger would say who, and when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone

from commonplace.agenda.actions.items import Unfit, may_tend
from commonplace.agenda.models import Asking, Item, NeedAnswer, NeedTold, NeedWords, Want, Wanted
from commonplace.agenda.models.needs import Helped
from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.standing import LASTING
from commonplace.communities.stewards import NotASteward
from commonplace.communities.viewpoint import standing_of
from commonplace.lib.days import end_in_utc
from commonplace.lib.spread import FEWEST, in_fives, middle_half
from commonplace.people.models import Person
from commonplace.protocols.needs import Need
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

MOST_NEEDS = 3  # each way: whoever needs everything is helped with nothing
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)
# What is done about a need takes some weeks; after half a year nobody knows what they had asked for.
SEASON_AT_LEAST, SEASON_AT_MOST = timedelta(days=28), timedelta(days=200)


class IsRunning(ValueError):
    """A season is asked about already."""


class ImpossibleDays(ValueError):
    """People answer for one day to sixty, and the season goes on for four weeks to two hundred days after that."""


class IsClosed(ValueError):
    """The last day has passed, or it was closed sooner."""


@dataclass(frozen=True)
class Said:
    """What would help somebody, with what they could help others, and what they say of it."""

    needs: Collection[str] = ()
    brings: Collection[str] = ()
    words: str = ""


def ask(*, by: Person, community: Community, until: date, lasts_to: date, at: datetime | None = None) -> Asking:
    """Ask members until a day what would help them in a season that lasts to another.

    Raises NotASteward from whoever does not keep the agenda, ImpossibleDays, IsRunning.
    """
    now = at or timezone.now()
    if not may_tend(by, community, now=now):
        raise NotASteward(by.pk)
    if not (SHORTEST <= until - now.date() <= LONGEST and SEASON_AT_LEAST <= lasts_to - until <= SEASON_AT_MOST):
        raise ImpossibleDays(until)
    go_on(now=now)
    with transaction.atomic():
        # Moving the version is the lock: a second steward waits here.
        ledger.changed([community.pk])
        if Asking.objects.filter(community=community, over_at=None).exists():
            raise IsRunning(community.pk)
        asked = Asking.objects.create(
            community=community, by=by, at=now, ends_at=end_in_utc(until), lasts_until=end_in_utc(lasts_to)
        )
        ledger.record(verb="asked_what_helps", person=by, community=community, at=now)
    return asked


def say(*, by: Person, asking: Asking, said: Said, at: datetime | None = None) -> None:
    """Say what would help one, in place of what one said before. Raises Unfit from a guest, IsClosed."""
    now = at or timezone.now()
    standing = standing_of(by, asking.community, now=now)
    if standing is None or standing.standing not in LASTING:
        raise Unfit(by.pk)
    with transaction.atomic():
        _require_open(asking, now)
        wanted, _made = Wanted.objects.update_or_create(asking=asking, person=by, defaults={"words": said.words})
        wanted.wants.all().delete()
        wanted.wants.bulk_create(
            Want(wanted=wanted, need=need, is_brought=is_brought)
            for is_brought, needs in ((False, said.needs), (True, said.brings))
            for need in [one.value for one in Need if one.value in needs][:MOST_NEEDS]
        )


def take_back(*, by: Person, asking: Asking, at: datetime | None = None) -> None:
    """Take back what one said; what is told already stays, and one is not asked whether it helped."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Asking.objects.filter(pk=asking.pk))
        if Wanted.objects.filter(asking=asking, person=by).delete()[0]:
            to_be_wiped(now=now)


def close(*, by: Person, asking: Asking, at: datetime | None = None) -> None:
    """Tell it before its day. Raises NotASteward."""
    now = _tending(by, asking, at)
    _close(asking.pk, now)


def end_season(*, by: Person, asking: Asking, at: datetime | None = None) -> None:
    """Tell before its day whether it helped; nothing happens while people still answer. Raises NotASteward."""
    now = _tending(by, asking, at)
    _end(asking.pk, now)


def go_on(*, now: datetime) -> int:
    """Tell what is to be told of each asking or season whose day has passed; how many there were."""
    open_ones = Asking.objects.filter(closed_at=None, over_at=None, ends_at__lte=now)
    closed = list(open_ones.order_by("pk").values_list("pk", flat=True))
    for pk in closed:
        _close(pk, now)
    over = Asking.objects.exclude(closed_at=None).filter(over_at=None, lasts_until__lte=now)
    ended = list(over.order_by("pk").values_list("pk", flat=True))
    for pk in ended:
        _end(pk, now)
    return len(closed) + len(ended)


def answer_need(
    *, by: Person, need: NeedTold, words: str, item: Item | None = None, at: datetime | None = None
) -> NeedAnswer:
    """Say what is done about a need, or why nothing is; said again it stands instead.

    Raises NotASteward from whoever does not keep the agenda, Unfit where they do not see the item there.
    """
    now = _tending(by, need.asking, at)
    if item is not None:
        seen = Item.objects.visible_to(by).filter(community=need.asking.community_id, pk=item.pk)
        if not seen.exists():
            raise Unfit(item.pk)
    with transaction.atomic():
        lock(Asking.objects.filter(pk=need.asking_id))
        row, is_new = NeedAnswer.objects.get_or_create(need=need, defaults={"by": by, "at": now, "words": words})
        row.by, row.words, row.item = by, words, item
        row.save(update_fields=["by", "words", "item"])
        if is_new:
            ledger.record(verb="answered_need", person=by, community=need.asking.community, at=now)
    return row


def say_whether_it_helped(*, by: Person, need: NeedTold, helped: Helped) -> None:
    """Say how relevant what was done was to oneself, who had asked for it. Raises Unfit from others, IsClosed."""
    with transaction.atomic():
        if not lock(Asking.objects.filter(pk=need.asking_id, over_at=None)):
            raise IsClosed(need.asking_id)
        theirs = Want.objects.filter(wanted__asking=need.asking_id, wanted__person=by, need=need.need, is_brought=False)
        if not theirs.update(helped=helped):
            raise Unfit(by.pk)


def take_words_away(*, by: Person, words: NeedWords, at: datetime | None = None) -> None:
    """Take off what names or hurts somebody, for good. Raises NotASteward."""
    now = _tending(by, words.asking, at)
    with transaction.atomic():
        if NeedWords.objects.filter(pk=words.pk).delete()[0]:
            ledger.record(verb="took_need_words_away", person=by, community=words.asking.community, at=now)
            to_be_wiped(now=now)


def _tending(by: Person, asking: Asking, at: datetime | None) -> datetime:
    now = at or timezone.now()
    if not may_tend(by, asking.community, now=now):
        raise NotASteward(by.pk)
    return now


def _require_open(asking: Asking, now: datetime) -> None:
    """Hold it open until this is written; raises IsClosed."""
    lock(Asking.objects.filter(pk=asking.pk))
    if not Asking.objects.filter(pk=asking.pk).open_at(now).exists():
        raise IsClosed(asking.pk)


def _close(pk: int, now: datetime) -> None:
    with transaction.atomic():
        for one in lock(Asking.objects.filter(pk=pk, closed_at=None, over_at=None)):
            _tell(one, now)
            ledger.changed([one.community_id])


def _tell(asking: Asking, now: datetime) -> None:
    """Tell once what five have; words lose their name, and where nothing is told, nothing is kept."""
    wants = Want.objects.filter(wanted__asking=asking)
    asked = Counter(wants.filter(is_brought=False).values_list("need", flat=True))
    brought = Counter(wants.filter(is_brought=True).values_list("need", flat=True))
    told = NeedTold.objects.bulk_create(
        NeedTold(asking=asking, need=need, people=in_fives(asked[need]), bringing=in_fives(brought[need]))
        for need in Need.values
        if asked[need] >= FEWEST
    )
    said = Wanted.objects.filter(asking=asking)
    words = list(said.exclude(words="").values_list("words", flat=True)) if said.count() >= FEWEST else []
    SystemRandom().shuffle(words)
    NeedWords.objects.bulk_create(NeedWords(asking=asking, words=one) for one in words)
    said.update(words="")
    asking.closed_at = now
    if not told:
        asking.over_at = now
        said.delete()
    asking.save(update_fields=["closed_at", "over_at"])
    to_be_wiped(now=now)


def _end(pk: int, now: datetime) -> None:
    with transaction.atomic():
        for one in lock(Asking.objects.filter(pk=pk, over_at=None).exclude(closed_at=None)):
            _look_back(one, now)
            ledger.changed([one.community_id])


def _look_back(asking: Asking, now: datetime) -> None:
    """Tell once whether it helped, and forget who had asked for what."""
    for need in NeedTold.objects.filter(asking=asking, answer__isnull=False):
        wants = Want.objects.filter(wanted__asking=asking, need=need.need, is_brought=False)
        numbers = list(wants.exclude(helped=None).values_list("helped", flat=True))
        if middle := middle_half(numbers):
            need.low, need.high, need.said = middle.low, middle.high, in_fives(len(numbers))
            need.save(update_fields=["low", "high", "said"])
    Wanted.objects.filter(asking=asking).delete()
    asking.over_at = now
    asking.save(update_fields=["over_at"])
    to_be_wiped(now=now)
