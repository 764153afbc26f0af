"""Several at one scan at the same moment: workers that turn and read it, scouts at one source, those who make notes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.conversations.models import Conversation
from commonplace.gatherings.tests.hosts import Host, ok
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.undertakings.actions import scanning
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.actions.scan_reading import read_feeds
from commonplace.undertakings.actions.scan_turns import AlreadyMade, make_notes, turn_scans
from commonplace.undertakings.models import ScanEntry, ScanSource, ScanTurn, Undertaking
from commonplace.undertakings.tests.feed_host import item, rss
from tests import races
from tests.crowds import community
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = [pytest.mark.usefixtures("shared"), pytest.mark.allow_hosts(["127.0.0.1"])]
DAY = timedelta(days=1)


def scanned(members: int = AT_ONCE) -> tuple[Undertaking, Person, list[Person], ScanSource]:
    here, (steward, *people) = community(members=members)
    terms = scanning.Terms("What changes?", "weekly", timezone.now() + 7 * DAY)
    scan = scanning.begin_scan(by=steward, space=here.spaces.get(slug="table"), terms=terms)
    source = scanning.name_source(by=steward, undertaking=scan, title="The fair", where="Kielce")
    return scan, steward, people, source


def several_workers_turn_it() -> Race:
    scan, _steward, (scout, *_others), source = scanned()
    scanning.take_source(person=scout, undertaking=scan, source=source)
    over = ScanTurn.objects.get(scan=scan.pk).ends_at

    def check(_outcomes) -> None:
        assert list(ScanTurn.objects.filter(scan=scan.pk).order_by("number").values_list("number", flat=True)) == [1, 2]
        assert Letter.objects.filter(kind="undertaking", about=f"{scan.pk} {scout.pk}").count() <= 1

    return Race([lambda now=now: turn_scans(now=now) for now in [over - DAY] * 2 + [over] * AT_ONCE], check)


def several_scouts_take_one_source() -> Race:
    scan, _steward, people, source = scanned()

    def check(outcomes) -> None:
        assert refused(outcomes) == len(people) - 1
        assert ScanSource.objects.get(pk=source.pk).scout in people

    doers = [lambda one=one: scanning.take_source(person=one, undertaking=scan, source=source) for one in people]
    return Race(doers, check, (scanning.AlreadyTaken,))


def several_make_the_notes_of_one_turn() -> Race:
    scan, _steward, people, _source = scanned()
    for one in people:
        take_hand(person=one, undertaking=scan)
    ScanTurn.objects.filter(scan=scan.pk).update(ends_at=timezone.now())
    turn = ScanTurn.objects.get(scan=scan.pk)

    def check(outcomes) -> None:
        assert refused(outcomes) == len(people) - 1
        talk = Conversation.objects.get(community=scan.community)
        assert (talk.post_count, ScanTurn.objects.get(pk=turn.pk).post) == (1, talk.posts.get())

    doers = [lambda one=one: make_notes(by=one, undertaking=scan, turn=turn, text="So.") for one in people]
    return Race(doers, check, (AlreadyMade,))


RACES = (several_workers_turn_it, several_scouts_take_one_source, several_make_the_notes_of_one_turn)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)


def test_several_workers_read_one_feed(settings) -> None:
    settings.FEEDS_INSIDE = True
    host = Host()
    host.answer = ok(rss(item(1), item(2)))
    now = datetime(2027, 1, 4, 12, tzinfo=UTC)

    def read() -> Race:
        scan, _steward, (scout, *_others), source = scanned()
        scanning.take_source(person=scout, undertaking=scan, source=source)
        ScanSource.objects.filter(pk=source.pk).update(address=host.address, next_at=now)

        def check(outcomes) -> None:
            assert sum(outcomes) == 1
            assert (len(host.asked), ScanEntry.objects.filter(source=source.pk).count()) == (1, 2)

        return Race([lambda: read_feeds(now=now)] * AT_ONCE, check)

    races.run(read)
    host.socket.close()
