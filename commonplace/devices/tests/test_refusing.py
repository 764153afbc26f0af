"""What is no question, too much, or a wish to change something: each has a clear answer, and nothing stumbles."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from commonplace.devices import asking, sync
from commonplace.devices.door import WRITES
from commonplace.devices.tests.conftest import SPACES, D
from commonplace.gatherings.models import Gathering

pytestmark = pytest.mark.django_db
WITHOUT = "<propfind xmlns='DAV:'><allprop/></propfind>"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {two} "{f"&{one};" * 50}">' for one, two in zip("abcdefg", "bcdefgh", strict=True))
    + "]><propfind xmlns='DAV:'><prop>&h;</prop></propfind>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><propfind xmlns="DAV:"><prop>&a;</prop></propfind>'
ELSEWHERE = '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><propfind xmlns="DAV:"><allprop/></propfind>'
DEEP = "<a>" * 5000 + "</a>" * 5000
WIDE = f"<propfind xmlns='DAV:'><prop>{'<x/>' * 20000}</prop></propfind>"


@pytest.mark.parametrize("method", WRITES)
def test_every_write_is_refused_in_words(hal, stick, table, call, device, method: str) -> None:
    clinic = call(table, "Clinic", hal)
    phone = device(hal)
    for path in (
        "/dav/",
        phone.home,
        f"{phone.home}stick/",
        f"{phone.home}stick/{clinic.uid}.ics",
        f"{phone.home}n.ics",
    ):
        answer = phone.ask(method, path, "BEGIN:VCALENDAR\r\nEND:VCALENDAR", destination="/dav/x")
        assert answer.status_code == 403
        error = ET.fromstring(answer.content)
        assert (error.tag, error[0].tag) == (f"{D}error", f"{D}need-privileges")
        assert "for reading" in error.findtext(f"{D}responsedescription", "")
    assert Gathering.objects.count() == 1


def test_a_method_that_nobody_knows(hal, device) -> None:
    answer = device(hal).ask("BREW", "/dav/x")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, GET, HEAD, PROPFIND, REPORT")


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        OUTSIDE,
        ELSEWHERE,
        DEEP,
        WIDE,
        "<a",
        "no xml",
        "\x00",
        "<a xmlns='DAV:'/>",
        "<x:a/>",
        "é" * 10,
        "<?xml version='1.0' encoding='utf-7'?><a/>",
        "<?xml version='1.0' encoding='nonsense'?><a/>",
    ],
    ids=lambda body: body[:20],
)
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_what_is_no_question(hal, stick, device, method: str, body: str) -> None:
    phone = device(hal)
    for path in ("/dav/", phone.home, f"{phone.home}stick/"):
        answer = phone.ask(method, path, body)
        assert answer.status_code == 400 or (method == "REPORT" and answer.status_code == 403)
        assert b"root:" not in answer.content


def test_no_type_of_document_is_even_looked_at() -> None:
    with pytest.raises(asking.NotAsked):
        asking.asked(b"<!DOCTYPE a><a/>")
    assert asking.asked(b"") is None
    assert asking.asked(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>") is not None


def test_what_is_too_long_is_not_read(hal, device) -> None:
    phone = device(hal)
    assert phone.ask("PROPFIND", "/dav/", " " * (asking.MOST_BYTES + 1)).status_code == 413
    assert phone.ask("PROPFIND", "/dav/", WITHOUT + " " * 10_000).status_code == 207
    # Whatever is said of its length, no more is read.
    said = {"authorization": phone.authorization(), "depth": "0", "content-length": "9" * 40}
    assert Client().generic("PROPFIND", "/dav/", WITHOUT, headers=said).status_code in (400, 413)


@pytest.mark.parametrize("depth", ["infinity", "Infinity", "2", "-1", "½", "", None])
def test_without_an_end_nothing_is_told(hal, stick, device, depth: str | None) -> None:
    phone = device(hal)
    for path in ("/dav/", phone.home, f"{phone.home}stick/"):
        answer = phone.ask("PROPFIND", path, WITHOUT, depth=depth)
        assert answer.status_code == 403
        assert ET.fromstring(answer.content)[0].tag == f"{D}propfind-finite-depth"
    body = f"<sync-collection {SPACES}><sync-token/><sync-level>infinite</sync-level></sync-collection>"
    assert phone.ask("REPORT", f"{phone.home}stick/", body).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "stick/x.ics",
        "stick/x/y",
        "stick/../..",
        "stick.nothing/",
        ".",
        "%00",
        "~mine/%ED%A0%80",
        "é",
        "a" * 3000,
    ],
)
@pytest.mark.parametrize("method", ["GET", "PROPFIND", "REPORT"])
def test_what_is_not_there(hal, stick, device, path: str, method: str) -> None:
    phone = device(hal)
    assert phone.ask(method, f"{phone.home}{path}", WITHOUT if method == "PROPFIND" else "").status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "data:,commonplace-", "data:,commonplace-é", "data:,commonplace-AAAA", "x" * 9000]
)
def test_of_a_token_that_is_none_everything_is_asked_again(hal, stick, table, call, device, token: str) -> None:
    call(table, "Clinic", hal)
    phone = device(hal)
    body = f"<sync-collection {SPACES}><sync-token>{token}</sync-token><sync-level>1</sync-level></sync-collection>"
    answer = phone.ask("REPORT", f"{phone.home}stick/", body)
    assert answer.status_code == 403
    assert ET.fromstring(answer.content)[0].tag == f"{D}valid-sync-token"


def test_many_are_told_as_changed_or_not(hal, stick, table, call, device, monkeypatch) -> None:
    monkeypatch.setattr(sync, "MOST_TOLD", 1)
    one = call(table, "One", hal)
    call(table, "Two", hal)
    phone = device(hal)
    here = f"{phone.home}stick/"
    start = f"<sync-collection {SPACES}><sync-token>"
    end = "</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
    token = phone.asked("REPORT", here, f"{start}{end}").findtext(f"{D}sync-token")
    same = phone.asked("REPORT", here, f"{start}{token}{end}")
    assert (same.findtext(f"{D}sync-token"), same.find(f"{D}response")) == (token, None)
    Gathering.objects.filter(pk=one.pk).update(title="Otherwise")
    assert phone.ask("REPORT", here, f"{start}{token}{end}").status_code == 403


def test_fewer_than_there_are_cannot_be_told(hal, stick, table, call, device) -> None:
    call(table, "One", hal), call(table, "Two", hal)
    phone = device(hal)
    body = (
        f"<sync-collection {SPACES}><sync-token/><sync-level>1</sync-level><limit><nresults>%s</nresults></limit>"
        "<prop><getetag/></prop></sync-collection>"
    )
    here = f"{phone.home}stick/"
    assert phone.ask("REPORT", here, body % 2).status_code == 207
    refused = phone.ask("REPORT", here, body % 1)
    assert (refused.status_code, ET.fromstring(refused.content)[0].tag) == (403, f"{D}number-of-matches-within-limits")
    assert phone.ask("REPORT", here, body % "½").status_code == 400


@pytest.mark.parametrize(
    ("within", "status"),
    [
        ('<c:time-range start="20260230T000000Z"/>', 400),
        ("<c:time-range/>", 400),
        ('<c:time-range start="20270101T000000Z" end="20260101T000000Z"/>', 400),
        ('<c:time-range start="20260101"/>', 400),
        ('<c:time-range start="00010101T000000Z" end="99991231T235959Z"/>', 207),
        ('<c:time-range start="99991231T235959Z"/>', 207),
        ('<c:prop-filter name="DTSTART"/>', 403),
        ('<c:prop-filter name="UID"><c:param-filter name="X"/></c:prop-filter>', 403),
        ('<c:prop-filter name="UID"><c:text-match collation="i;klingon">x</c:text-match></c:prop-filter>', 403),
        ("<c:nonsense/>", 403),
    ],
)
def test_questions_that_nobody_can_answer(hal, stick, table, call, device, within: str, status: int) -> None:
    call(table, "Round", hal, rule="FREQ=DAILY")
    phone = device(hal)
    body = (
        f'<c:calendar-query {SPACES}><prop><getetag/></prop><c:filter><c:comp-filter name="VCALENDAR">'
        f'<c:comp-filter name="VEVENT">{within}</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>'
    )
    assert phone.ask("REPORT", f"{phone.home}stick/", body, depth="1").status_code == status


def test_a_series_is_not_told_date_by_date_without_end(hal, stick, table, call, device) -> None:
    call(table, "Round", hal, rule="FREQ=DAILY")
    phone = device(hal)
    body = (
        f"<c:calendar-query {SPACES}><prop><c:calendar-data>"
        '<c:expand start="20260101T000000Z" end="90000101T000000Z"/></c:calendar-data></prop>'
        '<c:filter><c:comp-filter name="VCALENDAR"/></c:filter></c:calendar-query>'
    )
    answer = phone.ask("REPORT", f"{phone.home}stick/", body)
    assert (answer.status_code, ET.fromstring(answer.content)[0].tag) == (403, f"{D}number-of-matches-within-limits")


@pytest.mark.parametrize("root", ["c:free-busy-query", "principal-property-search", "c:nonsense", "propfind"])
def test_reports_that_are_not_there(hal, stick, device, root: str) -> None:
    phone = device(hal)
    for path in ("/dav/", phone.home, f"{phone.home}stick/"):
        answer = phone.ask("REPORT", path, f"<{root} {SPACES}/>")
        assert (answer.status_code, ET.fromstring(answer.content)[0].tag) == (403, f"{D}supported-report")


def test_names_that_no_xml_can_say_do_not_break_it(hal, stick, table, device) -> None:
    stick.name = "Stick\x0b & <Stone>"
    stick.save()
    phone = device(hal)
    (calendar,) = phone.props(f"{phone.home}stick/", "displayname").values()
    assert calendar[f"{D}displayname"].text == "Stick & <Stone>"


def test_all_but_what_takes_long_or_the_names_alone(hal, stick, device) -> None:
    phone = device(hal)
    here = f"{phone.home}stick/"
    for body in ("", WITHOUT):
        (found,) = list(phone.asked("PROPFIND", here, body).iter(f"{D}prop"))
        assert f"{D}displayname" in [one.tag for one in found]
        assert f"{D}sync-token" not in [one.tag for one in found]
    (names,) = list(phone.asked("PROPFIND", here, "<propfind xmlns='DAV:'><propname/></propfind>").iter(f"{D}prop"))
    assert f"{D}displayname" in [one.tag for one in names]
    assert not [one for one in names if one.text or len(one)]


def test_whoever_looks_what_that_address_is_comes_to_the_page(client: Client, hal, device) -> None:
    assert client.get("/dav/").headers["Location"] == "/me/calendars"
    phone = device(hal)
    assert phone.ask("GET", phone.home).headers["Location"] == "/me/calendars"
