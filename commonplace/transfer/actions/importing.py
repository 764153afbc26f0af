"""An archive moves in: begun or taken up again, read, decided, kept."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.lib.mail.message import AHEAD
from commonplace.lib.memory import give_back, seldom_searched
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.bulk import fitted
from commonplace.transfer.actions.finishing import finish
from commonplace.transfer.actions.keeping import BATCH, LEASE, Keeper, TakenOver
from commonplace.transfer.actions.keeping_letters import Letters
from commonplace.transfer.actions.planning import count, plan, unreadable_rows, write
from commonplace.transfer.actions.taking_back import finish_taking_back
from commonplace.transfer.archive import Archive, Shelf
from commonplace.transfer.earlier_runs import FormerRuns
from commonplace.transfer.models import MBOX, Import, Letter, Unreadable
from commonplace.transfer.render_worker import Press, press_for
from commonplace.transfer.survey import Survey, survey

LARGE = 256 << 20  # bytes of an archive


class Watcher:
    """Is told how an import goes on; the default keeps quiet."""

    def reading(self, done: int, whole: int) -> None:
        """So many bytes of so many are read."""

    def decided(self) -> None:
        """Everything is decided and written down; whoever goes on from here needs nothing of what it took."""

    def keeping(self, done: int, whole: int) -> None:
        """So many letters of so many are kept."""


@dataclass(frozen=True)
class Outcome:
    """What one run of the command did; `run` is None where the archive held nothing new."""

    read: int
    kept: int
    already: int
    aside: int
    unreadable: int
    conversations: int
    people: int
    automatic: int = 0
    run: Import | None = None
    could_not_read: list[Unreadable] = field(default_factory=list)


def bring_in(
    *,
    archive: Archive,
    space: Space,
    by: Person | None = None,
    watcher: Watcher | None = None,
    batch: int = BATCH,
    now: datetime | None = None,
) -> Outcome:
    """Bring an archive into a space, to the end; a run over the same files that was cut short is taken up again.

    Raises `keeping.TakenOver` where another process takes this run up, and `archive.Changed` where the files change.
    """
    finish_taking_back(space.community)
    # A first archive is most likely all new, so its letters are set while it is read and decided; of a large one they
    # would fill their room long before its turn.
    is_first = archive.size < LARGE and not Letter.objects.filter(community=space.community).exists()
    with (
        seldom_searched(),
        Shelf(archive.files) as shelf,
        closing(press_for(shelf, archive.size, is_eager=is_first)) as press,
    ):
        return _bring_in(archive, space, by, watcher or Watcher(), batch, now, shelf, press)


def _bring_in(
    archive: Archive,
    space: Space,
    by: Person | None,
    watcher: Watcher,
    batch: int,
    now: datetime | None,
    shelf: Shelf,
    press: Press,
) -> Outcome:
    community, fingerprint = space.community, archive.fingerprint()
    run = (
        Import.objects.unfinished()
        .filter(community=community, fingerprint=fingerprint, planned_at__isnull=False)
        .select_related("community", "space", "space__community")
        .first()
    )
    if run is None:
        clear_away(community)
        run = Import.objects.create(
            community=community,
            space=space,
            by=by,
            name=fitted(Import, "name", one_line(archive.name)),
            fingerprint=fingerprint,
            begun_at=now or timezone.now(),
            bytes_total=archive.size,
        )
        try:
            found = decide(run, archive, watcher)
        except (IntegrityError, Import.NotUpdated) as error:
            raise TakenOver(run.pk) from error
        if not found.has_news:
            outcome = _nothing_new(run, found)
            run.delete()
            return outcome
        # It stands in the database by now, and is the largest thing in memory.
        del found
        give_back()
        watcher.decided()
    take_over(run)
    before = run.kept
    keeper = Keeper(run, Letters(run, shelf, press))
    while keeper.keep_batch(batch):
        watcher.keeping(run.position, run.letters)
    finish(run)
    run.refresh_from_db(fields=["unreadable"])
    return Outcome(
        read=run.read,
        kept=run.kept - before,
        already=run.already + before,
        aside=run.aside,
        unreadable=run.unreadable,
        conversations=run.conversations,
        people=run.people,
        automatic=run.automatic,
        run=run,
        could_not_read=list(run.could_not_read.order_by("pk")),
    )


def decide(run: Import, archive: Archive, watcher: Watcher) -> Survey:
    """Read the archive through, decide everything, and write it down unless there is nothing new."""
    former = FormerRuns(run.community)
    found = survey(archive, former, latest=timezone.now() + AHEAD, progress=watcher.reading)
    if found.has_news:
        plan(run, found, archive, former)
    return found


def settle_without_news(run: Import, found: Survey) -> None:
    """Finish a run whose archive held nothing new, keeping what it counted."""
    count(run, found)
    run.planned_at = run.finished_at = timezone.now()
    with transaction.atomic():
        write(unreadable_rows(run, found.unreadable))
        run.save()


def take_over(run: Import) -> None:
    """Make this process the one that goes on with a run; whoever had it before stops at its next batch."""
    run.holder = token_hex(16)
    Import.objects.filter(pk=run.pk).update(holder=run.holder, leased_until=timezone.now() + LEASE)
    # Whoever had it kept the last of theirs before that.
    run.refresh_from_db(fields=["position", "not_kept"])


def clear_away(community: Community) -> None:
    """Let go of what runs from the command line left that nobody will take up: other files were given since.

    Plans that count for nothing yet go whole; of the others what was kept stays, and what was not may come again.
    """
    left = Import.objects.unfinished().filter(community=community, kind=MBOX, upload="")
    left.filter(planned_at__isnull=True).delete()
    for run in left.filter(planned_at__isnull=False):
        with transaction.atomic():
            Letter.objects.filter(run=run, place__gte=run.position).delete()
            Import.objects.filter(pk=run.pk).update(
                letters=run.position, finished_at=timezone.now(), holder="", leased_until=None
            )


def _nothing_new(run: Import, found: Survey) -> Outcome:
    return Outcome(
        read=found.read,
        kept=0,
        already=found.already,
        aside=found.still_aside,
        unreadable=len(found.unreadable),
        conversations=0,
        people=0,
        could_not_read=unreadable_rows(run, found.unreadable),
    )
