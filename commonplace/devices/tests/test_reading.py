"""What a device finds, and that it finds it again only where something changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from commonplace.devices.models import Shows
from commonplace.devices.tests.conftest import SPACES, C, D, S, told
from commonplace.gatherings.models import Gathering, State

pytestmark = pytest.mark.django_db


def multiget(*hrefs: str) -> str:
    each = "".join(f"<href>{one}</href>" for one in hrefs)
    return f"<c:calendar-multiget {SPACES}><prop><getetag/><c:calendar-data/></prop>{each}</c:calendar-multiget>"


def sync(token: str = "", more: str = "") -> str:
    return (
        f"<sync-collection {SPACES}><sync-token>{token}</sync-token><sync-level>1</sync-level>{more}"
        "<prop><getetag/></prop></sync-collection>"
    )


def query(within: str) -> str:
    return (
        f'<c:calendar-query {SPACES}><prop><getetag/></prop><c:filter><c:comp-filter name="VCALENDAR">'
        f'<c:comp-filter name="VEVENT">{within}</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>'
    )


def test_a_program_finds_its_way_from_the_first_address(hal, stick, table, call, device) -> None:
    call(table, "Clinic", hal)
    phone = device(hal)
    first = Client().generic("PROPFIND", "/.well-known/caldav")
    assert (first.status_code, first.headers["Location"]) == (301, "/dav/")
    (root,) = phone.props("/dav/", "current-user-principal").values()
    home = root[f"{D}current-user-principal"].findtext(f"{D}href")
    assert home == phone.home
    (me,) = phone.props(home, "c:calendar-home-set", "displayname").values()
    assert me[f"{C}calendar-home-set"].findtext(f"{D}href") == home
    assert me[f"{D}displayname"].text == "Hal Brennan"
    found = phone.props(home, "resourcetype", "displayname", "c:supported-calendar-component-set", depth="1")
    assert list(found) == [home, f"{home}stick/"]
    calendar = found[f"{home}stick/"]
    assert calendar[f"{D}displayname"].text == "The Listening Stick"
    assert [one.tag for one in calendar[f"{D}resourcetype"]] == [f"{D}collection", f"{C}calendar"]
    assert [one.get("name") for one in calendar[f"{C}supported-calendar-component-set"]] == ["VEVENT"]
    items = phone.props(f"{home}stick/", "getetag", "getcontenttype", depth="1")
    ((address, item),) = [(href, one) for href, one in items.items() if href.endswith(".ics")]
    answer = phone.ask("GET", address)
    assert answer.headers["Content-Type"] == item[f"{D}getcontenttype"].text
    assert answer.headers["ETag"] == item[f"{D}getetag"].text
    assert [str(one["SUMMARY"]) for one in Calendar.from_ical(answer.content).events] == ["Clinic"]


def test_it_is_told_that_it_may_read_and_no_more(hal, device) -> None:
    phone = device(hal)
    (calendar,) = phone.props(f"{phone.home}stick/", "current-user-privilege-set", "supported-report-set").values()
    rights = [one[0].tag for one in calendar[f"{D}current-user-privilege-set"]]
    assert rights == [f"{D}read", f"{D}read-current-user-privilege-set"]
    reports = [one[0][0].tag for one in calendar[f"{D}supported-report-set"]]
    assert reports == [f"{C}calendar-multiget", f"{C}calendar-query", f"{D}sync-collection"]
    assert phone.ask("OPTIONS", "/dav/").headers["DAV"] == "1, 3, calendar-access"


def test_one_calendar_of_all_or_one_for_each_and_no_date_twice(ines, stick, table, circle, call, device) -> None:
    call(table, "Inside", ines), call(circle, "Few", ines)
    every, each = device(ines, Shows.ALL), device(ines, Shows.EACH)
    assert list(every.props(every.home, "displayname", depth="1")) == [every.home, f"{every.home}~mine/"]
    assert [*each.props(each.home, "displayname", depth="1")][1:] == [
        f"{each.home}stick/",
        f"{each.home}stick.circle/",
    ]
    # Whoever types an address finds what stands there, whichever the device lists.
    for phone in (every, each):
        assert phone.titles("stick") == ["Inside"]
        assert phone.titles("stick.circle") == ["Few"]
        assert phone.titles("~mine") == ["A gathering in The Listening Stick", "Inside"]


def test_files_by_their_addresses(hal, stick, table, call, device) -> None:
    one, two = call(table, "One", hal), call(table, "Two", hal)
    phone = device(hal)
    here = f"{phone.home}stick/"
    asked = [f"{here}{one.uid}.ics", f"http://localhost:8000{here}{two.uid}.ics", f"{here}nothing.ics", "/else.ics"]
    answer = phone.asked("REPORT", here, multiget(*asked, asked[0]))
    assert [one.findtext(f"{D}href") for one in answer.iterfind(f"{D}response")] == asked
    found = told(answer)
    assert ["SUMMARY:One" in found[asked[0]][f"{C}calendar-data"].text, found[asked[2]], found[asked[3]]] == [
        True,
        {},
        {},
    ]
    assert found[asked[1]][f"{D}getetag"].text == phone.ask("GET", f"{here}{two.uid}.ics").headers["ETag"]


def test_what_changed_is_told_and_only_that(hal, stick, table, call, device, now) -> None:
    one, two = call(table, "One", hal), call(table, "Two", hal)
    phone = device(hal)
    here = f"{phone.home}stick/"

    def asked(token: str) -> tuple[str, dict[str, str]]:
        answer = phone.asked("REPORT", here, sync(token))
        states = {
            href.findtext(f"{D}href", "").removeprefix(here): href.findtext(f"{D}status", "here")
            for href in answer.iterfind(f"{D}response")
        }
        return answer.findtext(f"{D}sync-token", ""), states

    first, states = asked("")
    assert states == {f"{one.uid}.ics": "here", f"{two.uid}.ics": "here"}
    (calendar,) = phone.props(here, "sync-token", "s:getctag").values()
    assert calendar[f"{D}sync-token"].text == first
    assert asked(first) == (first, {})
    Gathering.objects.filter(pk=one.pk).update(state=State.CANCELLED)
    second, states = asked(first)
    assert second != first
    assert states == {f"{one.uid}.ics": "here"}
    Gathering.objects.filter(pk=two.pk).delete()
    third, states = asked(second)
    assert states == {f"{two.uid}.ics": "HTTP/1.1 404 Not Found"}
    # Of what it had at first it is told all that happened since.
    assert asked(first) == (third, {f"{one.uid}.ics": "here", f"{two.uid}.ics": "HTTP/1.1 404 Not Found"})
    (again,) = phone.props(here, "s:getctag").values()
    assert again[f"{S}getctag"].text != calendar[f"{S}getctag"].text


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Otherwise"},
        {"purpose": "Otherwise"},
        {"place": "The yard"},
        {"minutes": 45},
        {"zone": "America/Recife"},
        {"sequence": 7},
        {"state": State.CANCELLED},
        {"confidence": "sealed"},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("what", ["what stands in it", "what does not"])
def test_marks_change_exactly_when_the_bytes_do(hal, stick, table, call, device, change, what) -> None:
    clinic = call(table, "Clinic", hal)
    phone = device(hal)
    here = f"{phone.home}stick/"
    address = f"{here}{clinic.uid}.ics"

    def marks() -> tuple[bytes, str, str, str, str]:
        item = phone.ask("GET", address)
        (calendar,) = phone.props(here, "sync-token", "s:getctag").values()
        whole = phone.ask("GET", here).headers["ETag"]
        return (
            item.content,
            item.headers["ETag"],
            calendar[f"{D}sync-token"].text,
            calendar[f"{S}getctag"].text,
            whole,
        )

    before = marks()
    assert marks() == before
    if what == "what does not":
        change = {"prepare": "Bring your sticks.", "capacity": 4, "link": "https://meet.example/x"}
    Gathering.objects.filter(pk=clinic.pk).update(**change)
    after = marks()
    same = [one == two for one, two in zip(before, after, strict=True)]
    assert same == [what == "what does not"] * 5


def test_asked_again_nothing_is_sent(hal, stick, table, call, device) -> None:
    clinic = call(table, "Clinic", hal)
    phone = device(hal)
    for address in (f"{phone.home}stick/", f"{phone.home}stick/{clinic.uid}.ics"):
        etag = phone.ask("GET", address).headers["ETag"]
        again = phone.ask("GET", address, **{"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert phone.ask("HEAD", address).content == b""
        assert phone.ask("GET", address, **{"if-none-match": '"x"'}).status_code == 200


def test_files_of_a_time(hal, stick, table, call, device, now: datetime) -> None:
    soon = call(table, "Soon", hal)
    wall = (now + timedelta(days=40)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
    later = call(table, "Later", hal, wall=wall)
    phone = device(hal)
    here = f"{phone.home}stick/"

    def found(begin: datetime | None, end: datetime | None) -> set[str]:
        said = {"start": begin, "end": end}
        ends = " ".join(f'{name}="{at:%Y%m%dT%H%M%SZ}"' for name, at in said.items() if at)
        answer = told(phone.asked("REPORT", here, query(f"<c:time-range {ends}/>"), depth="1"))
        return {href.removeprefix(here).removesuffix(".ics") for href in answer}

    assert found(now, now + timedelta(days=20)) == {str(soon.uid)}
    assert found(now + timedelta(days=20), None) == {str(later.uid)}
    assert found(None, now + timedelta(days=20)) == {str(soon.uid)}
    assert found(soon.ends_at, later.starts_at) == set()
    second = timedelta(seconds=1)
    assert found(soon.ends_at - second, later.starts_at + second) == {str(soon.uid), str(later.uid)}


@pytest.mark.parametrize(
    ("within", "finds"),
    [
        ("", True),
        ('<c:prop-filter name="UID"><c:text-match collation="i;octet">%s</c:text-match></c:prop-filter>', True),
        ('<c:prop-filter name="SUMMARY"><c:text-match>clin</c:text-match></c:prop-filter>', True),
        (
            '<c:prop-filter name="SUMMARY"><c:text-match negate-condition="yes">clin</c:text-match></c:prop-filter>',
            False,
        ),
        ('<c:prop-filter name="SUMMARY"><c:text-match collation="i;octet">clin</c:text-match></c:prop-filter>', False),
        ('<c:prop-filter name="SUMMARY"><c:is-not-defined/></c:prop-filter>', False),
        ('<c:prop-filter name="CATEGORIES"><c:is-not-defined/></c:prop-filter>', True),
        ('<c:prop-filter name="ATTENDEE"/>', False),
        ('<c:comp-filter name="VALARM"/>', False),
        ('<c:comp-filter name="VALARM"><c:is-not-defined/></c:comp-filter>', True),
        ("<c:is-not-defined/>", False),
    ],
)
def test_files_by_what_stands_in_them(hal, stick, table, call, device, within: str, finds: bool) -> None:
    clinic = call(table, "Clinic", hal)
    phone = device(hal)
    answer = phone.asked("REPORT", f"{phone.home}stick/", query(within.replace("%s", str(clinic.uid))), depth="1")
    assert bool(told(answer)) is finds


def test_a_series_is_one_file_or_each_date_where_a_program_asks_so(hal, stick, table, call, device, now) -> None:
    call(table, "Round", hal, rule="FREQ=WEEKLY;COUNT=6")
    dates = list(Gathering.objects.order_by("starts_at"))
    assert len(dates) == 6
    Gathering.objects.filter(pk=dates[2].pk).update(
        wall_on=dates[2].wall_on + timedelta(days=1),
        starts_at=dates[2].starts_at + timedelta(days=1),
        ends_at=dates[2].ends_at + timedelta(days=1),
    )
    Gathering.objects.filter(pk=dates[3].pk).update(state=State.CANCELLED)
    phone = device(hal)
    here = f"{phone.home}stick/"
    assert len(phone.props(here, "getetag", depth="1")) == 2
    begin, end = dates[1].starts_at, dates[4].ends_at
    expand = f'<c:expand start="{begin:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>'
    asked = query("").replace("<prop><getetag/></prop>", f"<prop><c:calendar-data>{expand}</c:calendar-data></prop>")
    (found,) = told(phone.asked("REPORT", here, asked, depth="1")).values()
    events = Calendar.from_ical(found[f"{C}calendar-data"].text).events
    moved = dates[2].starts_at + timedelta(days=1)
    assert [one.start for one in events] == [dates[1].starts_at, moved, dates[3].starts_at, dates[4].starts_at]
    assert [one["RECURRENCE-ID"].dt for one in events] == [one.starts_at for one in dates[1:5]]
    assert [str(one["STATUS"]) for one in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert not any("RRULE" in one for one in events)


def test_a_long_life_costs_no_more(
    hal, stick, table, call, device, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    for number in range(30):
        call(table, f"Clinic {number}", hal)
    phone = device(hal)
    here = f"{phone.home}stick/"
    phone.props("/dav/", "current-user-principal")  # the day is written once
    everything = [one for one in phone.props(here, "getetag", depth="1") if one.endswith(".ics")]
    assert len(everything) == 30
    for ask in (
        lambda: phone.props(phone.home, "s:getctag", "sync-token", "displayname", depth="1"),
        lambda: phone.props(here, "s:getctag"),
        lambda: phone.asked("REPORT", here, sync()),
        lambda: phone.asked("REPORT", here, multiget(*everything)),
        lambda: phone.ask("GET", everything[0]),
    ):
        with django_assert_max_num_queries(6):
            ask()
    with django_assert_num_queries(1):
        phone.props("/dav/", "current-user-principal")
