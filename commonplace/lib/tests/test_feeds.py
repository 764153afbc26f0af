"""Feeds of others as plain words, however they are written, and at a cost that has an end."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.feeds.apart import TooCostly, read_apart
from commonplace.lib.feeds.reading import LONGEST_EXCERPT, MOST_ENTRIES, Entry, NoFeed, read

AT = datetime(2027, 1, 4, 10, tzinfo=UTC)
WORKS = Entry("urn:works:1", "Pipes & valves", "https://works.example/1", "Two words", AT)
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Works</title>
<entry><id>urn:works:1</id><title type="text">Pipes &amp; valves</title><link href="https://works.example/1"/>
<published>2027-01-04T11:00:00+01:00</published>
<summary type="html">&lt;p&gt;Two&lt;/p&gt;&lt;p&gt;words&lt;/p&gt;</summary>
</entry></feed>"""
RSS = b"""<rss version="2.0"><channel><title>Works</title><item><guid isPermaLink="false">urn:works:1</guid>
<title>Pipes &amp;amp; valves</title><link>https://works.example/1</link>
<pubDate>Mon, 04 Jan 2027 10:00:00 GMT</pubDate><description>&lt;b&gt;Two&lt;/b&gt; words</description>
</item></channel></rss>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Works",
        "items": [
            {
                "id": "urn:works:1",
                "title": "Pipes & valves",
                "url": "/1",
                "content_html": "<p>Two</p><p>words</p>",
                "date_published": "2027-01-04T10:00:00Z",
            }
        ],
    }
).encode()


def rss(*items: str) -> bytes:
    within = "".join(f"<item>{one}</item>" for one in items)
    return f'<rss version="2.0"><channel><title>x</title>{within}</channel></rss>'.encode()


@pytest.mark.parametrize("data", [ATOM, RSS, JSON, b"\xef\xbb\xbf" + JSON, b"\xef\xbb\xbf" + RSS], ids=range(5))
def test_every_kind_says_the_same(data: bytes) -> None:
    assert read(data, url="https://works.example/feed") == [WORKS]


def test_an_own_process_says_the_same() -> None:
    assert read_apart(ATOM, url="https://works.example/feed") == [WORKS]
    with pytest.raises(NoFeed):
        read_apart(b"<html><body>Nothing here</body></html>")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        b"<html><body>A page</body></html>",
        b"<rss><channel><item><title>broken & gone",
        b"{",
        b'{"items": []}',
        b'{"version": "https://jsonfeed.org/version/1", "items": 7}',
        b'{"version": [' * 100_000,
        b"[]",
        b"/etc/passwd",
        b"https://works.example/feed",
    ],
)
def test_what_is_no_feed_says_so(data: bytes) -> None:
    with pytest.raises(NoFeed):
        read(data)


def test_a_feed_that_breaks_off_gives_what_was_whole() -> None:
    whole = rss("<title>One</title><link>https://works.example/1</link>", "<title>Two</title>")
    assert [one.title for one in read(whole[: whole.index(b"<title>Two")])] == ["One"]


def test_an_empty_feed_is_one() -> None:
    assert read(rss()) == []


def test_markup_and_scripts_leave_words_alone() -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;Hear &lt;img src=x onerror=alert(1)&gt;this"
    (one,) = read(rss(f"<title>{title}</title><description>{'&lt;p&gt;long words&lt;/p&gt; ' * 5000}</description>"))
    assert one.title == "Hear this"
    assert one.excerpt.startswith("long words long words")
    assert len(one.excerpt) <= LONGEST_EXCERPT


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://me:pass@a.example/", "//", "x" * 2000],
)
def test_a_link_leads_to_the_web_or_nowhere(link: str) -> None:
    (one,) = read(rss(f"<title>One</title><link>{link}</link>"))
    assert one.link == ""


@pytest.mark.parametrize("said", ["yesterday", "Mon, 45 Foo 2027 25:61:61 XYZ", "-1", "0000-00-00"])
def test_a_day_that_is_none_is_left_out(said: str) -> None:
    (one,) = read(rss(f"<title>One</title><pubDate>{said}</pubDate>"))
    assert one.at is None
    item = {"title": "One", "date_published": said}
    (two,) = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}).encode())
    assert two.at is None


def test_entities_from_elsewhere_and_within_one_another_are_not_resolved() -> None:
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    told = read(outside + rss("<title>One &a; two</title>"))
    assert "root:" not in str(told)
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 8))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode() + rss("<title>&a7;</title>")
    assert len(str(read_apart(bomb))) < 1000
    wide = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 5_000 + b'">]>'
    assert len(str(read_apart(wide + rss(f"<title>{'&a;' * 800}</title>")))) < 1000


def test_what_costs_without_end_is_left() -> None:
    with pytest.raises(TooCostly):
        read_apart(b'<rss version="2.0"><channel>' + b"<a " * 500_000, seconds=0.5)


def test_of_a_long_feed_the_first_are_read() -> None:
    told = read(rss(*(f"<title>{n}</title>" for n in range(MOST_ENTRIES + 5))))
    assert (len(told), told[0].title) == (MOST_ENTRIES, "0")


def test_no_sign_that_a_database_refuses_comes_through() -> None:
    item = {"id": "a\x00b", "title": "One \ud800 \x00 two", "content_text": "\udfff", "url": "https://a.example/\x00"}
    (one,) = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}).encode())
    assert not any(sign in "".join(map(str, one)) for sign in "\x00\ud800\udfff")
    assert one.link == ""


@given(st.binary(max_size=400), st.booleans())
def test_nothing_makes_it_stumble(data: bytes, is_within: bool) -> None:
    try:
        found = read(b'<rss version="2.0"><channel><item><title>' + data if is_within else data)
    except NoFeed:
        return
    assert all(one.title for one in found)
