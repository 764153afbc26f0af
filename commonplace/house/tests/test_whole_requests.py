"""The door: whole requests for the application, bounded in memory, on the disk and in time; answers in pieces."""

import asyncio
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from commonplace.conversations.actions.attaching import MOST
from commonplace.house import settings, whole_requests, wsgi_bridge
from commonplace.house.whole_requests import Door
from commonplace.house.wsgi_bridge import environ_of
from commonplace.live.hub import Hearing
from commonplace.live.topics import Listener

SECONDS = 0.3


def scope(*headers: tuple[bytes, bytes], **said: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "raw_path": b"/",
        "query_string": b"",
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.1", 50000),
        "headers": list(headers),
        **said,
    }


class Visitor:
    """The server's side of one visitor, who sends these pieces and reads at this pace."""

    def __init__(self, *pieces: bytes, wait: float = 0, reads: float = 0, leaves: bool = False) -> None:
        self.pieces, self.wait, self.reads, self.leaves = list(pieces), wait, reads, leaves
        self.heard: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(self.wait)
        if not self.pieces and self.leaves:
            return {"type": "http.disconnect"}
        piece = self.pieces.pop(0) if self.pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or self.leaves}

    async def send(self, message: Any) -> None:
        if message.get("more_body"):
            await asyncio.sleep(self.reads)
        self.heard.append(message)

    @property
    def status(self) -> int:
        return self.heard[0]["status"]

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.heard)


def ask(house: Door, visitor: Visitor, said: dict[str, Any]) -> Visitor:
    async def asking() -> None:
        await house(said, visitor.receive, visitor.send)

    asyncio.run(asking())
    return visitor


def length(size: int) -> tuple[bytes, bytes]:
    return (b"content-length", str(size).encode())


def house(application: Callable[..., Iterable[bytes]], *, largest: int = 1_000_000) -> Door:
    return Door(application, seconds=SECONDS, largest=largest)


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


class Streaming:
    """Django's mark on an answer that is made while it is sent."""

    streaming = True

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.is_closed = pieces, False

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("size", [0, 1, whole_requests.IN_MEMORY, whole_requests.IN_MEMORY + 1, 900_000])
def test_a_body_arrives_whole(size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    pieces = [body[at : at + 10_000] for at in range(0, size, 10_000)]
    entrance = house(echo)
    assert ask(entrance, Visitor(*pieces), scope(length(size))).body == body
    assert entrance.on_disk == 0


def test_slow_bodies_end_and_those_that_move_do_not() -> None:
    entrance = house(echo)
    assert ask(entrance, Visitor(*[b"x"] * 10, wait=0.1), scope(length(10))).status == 408
    # Each 16 kB give a second more.
    moving = Visitor(*[b"x" * 4096] * 10, wait=0.1)
    assert (ask(entrance, moving, scope(length(40_960))).status, len(moving.body)) == (200, 40_960)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([length(1_000_001)], 413),
        ([(b"transfer-encoding", b"chunked")], 411),
        ([(b"content-length", b"ten")], 411),
        ([(b"content-length", "²".encode("latin-1"))], 411),
        ([(b"content-length", b"9" * 5000)], 413),
    ],
)
def test_what_is_not_asked_about(headers: list[tuple[bytes, bytes]], status: int) -> None:
    assert ask(house(echo), Visitor(b"x"), scope(*headers)).status == status


def test_more_than_was_said_is_refused() -> None:
    assert ask(house(echo, largest=100), Visitor(b"x" * 60, b"x" * 60), scope(length(60))).status == 413


def test_who_leaves_half_way_is_not_taken_for_whole() -> None:
    asked = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ)
        return echo(environ, start_response)

    entrance = house(application)
    ask(entrance, Visitor(b"x" * 70_000, leaves=True), scope(length(100_000)))
    assert (asked, entrance.on_disk) == ([], 0)


def test_the_disk_is_not_filled() -> None:
    """Many large bodies at once: some are refused, words are not, and room is there again afterwards."""
    entrance = house(echo, largest=200_000)
    large = [Visitor(b"x" * 190_000, b"x", wait=0.02) for _ in range(2 * whole_requests.AT_ONCE)]
    small = Visitor(b"words", wait=0.03)

    async def asking() -> None:
        await asyncio.gather(
            *(entrance(scope(length(190_001)), one.receive, one.send) for one in large),
            entrance(scope(length(5)), small.receive, small.send),
        )

    asyncio.run(asking())
    statuses = [one.status for one in large]
    assert (statuses.count(200), statuses.count(503)) == (whole_requests.AT_ONCE, whole_requests.AT_ONCE)
    assert (small.status, entrance.on_disk) == (200, 0)


def test_a_long_answer_is_read_no_faster_than_it_is_taken() -> None:
    made = []

    def pieces() -> Iterator[bytes]:
        for number in range(200):
            made.append(number)
            yield b"" if number % 2 else b"x" * wsgi_bridge.PIECE

    said = Streaming(pieces())

    def application(environ: dict[str, Any], start_response: Any) -> Streaming:
        start_response("200 OK", [])
        return said

    entrance = house(application)
    quick = ask(entrance, Visitor(), scope())
    assert (len(quick.body), len(made), said.is_closed) == (100 * wsgi_bridge.PIECE, 200, True)
    made.clear()
    said = Streaming(pieces())
    slow = ask(entrance, Visitor(reads=2 * SECONDS), scope())
    assert (slow.body, said.is_closed) == (b"", True)
    assert len(made) < 10
    assert slow.heard[-1].get("more_body", True)


def test_pages_do_not_wait_for_long_answers() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/page":
            return echo(environ, start_response)
        start_response("200 OK", [])
        return Streaming(iter([b"x" * wsgi_bridge.PIECE] * 20))

    entrance = house(application)

    async def asking() -> tuple[int, int]:
        readers = [Visitor(reads=SECONDS / 2) for _ in range(20)]
        reading = [asyncio.create_task(entrance(scope(), one.receive, one.send)) for one in readers]
        await asyncio.sleep(SECONDS / 3)
        page = Visitor()
        await entrance(scope(raw_path=b"/page"), page.receive, page.send)
        unfinished = sum(not task.done() for task in reading)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        return page.status, unfinished

    assert asyncio.run(asking()) == (200, 20)


def test_a_file_is_handed_out_and_closed() -> None:
    file = io.BytesIO(b"x" * 200_000)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file, 4096)
        return wrapped

    assert len(ask(house(application), Visitor(), scope()).body) == 200_000
    assert file.closed


def test_an_application_that_raises_says_so_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["QUERY_STRING"]:
            raise ZeroDivisionError
        return echo(environ, start_response)

    entrance = house(application)
    assert ask(entrance, Visitor(), scope(query_string=b"x")).status == 500
    assert "ZeroDivisionError" in caplog.text
    assert ask(entrance, Visitor(), scope()).status == 200


def test_what_wsgi_is_told() -> None:
    told = environ_of(
        scope(
            (b"host", b"commons.example"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"x-forwarded-for", b"192.0.2.7"),
            (b"x_forwarded_for", b"forged"),
            (b"accept", b"a"),
            (b"accept", b"b"),
            (b"content-type", b"text/plain"),
            raw_path=b"/%C5%82/%ff",
            query_string=b"q=%20",
        )
    )
    assert told["PATH_INFO"] == b"/\xc5\x82/\xff".decode("latin-1")
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1; b=2", "a,b")
    assert (told["HTTP_X_FORWARDED_FOR"], told["REMOTE_ADDR"]) == ("192.0.2.7", "192.0.2.1")
    assert (told["CONTENT_TYPE"], told["HTTP_HOST"], told["QUERY_STRING"]) == ("text/plain", "commons.example", "q=%20")
    assert "SECRET_KEY" not in told


def test_a_post_with_one_file_too_many_still_comes_in() -> None:
    assert settings.REQUEST_MAX_BYTES >= (MOST + 1) * settings.FILES_MAX_BYTES


class Heard(list[bytes]):
    """An answer whose reader goes on to listen."""

    hearing = Hearing("run-1", Listener("hal"), 0)
    is_closed = False

    def close(self) -> None:
        Heard.is_closed = True


def listening(environ: dict[str, Any], start_response: Any) -> Heard:
    start_response("200 OK", [("Content-Type", "text/event-stream")])
    return Heard([b"once"])


def test_a_page_that_listens_is_told_by_the_loop_and_forgotten_when_it_goes() -> None:
    told = lambda name, version, asking: [f"{version}".encode() for _ in asking]  # noqa: E731
    door = Door(listening, seconds=SECONDS, largest=10, listeners=(lambda names: dict.fromkeys(names, 5), told))

    class Reader(Visitor):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0.6)
            return {"type": "http.disconnect"}

    reader = ask(door, Reader(), scope(method="GET"))
    assert reader.body == b"retry: 1000\n\n5"
    assert door.hub is not None
    assert len(door.hub) == 0
    assert Heard.is_closed


def test_without_a_hub_a_page_that_listens_is_answered_once() -> None:
    assert ask(house(listening), Visitor(), scope(method="GET")).body == b"once"
