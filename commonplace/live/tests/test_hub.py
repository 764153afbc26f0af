"""Listeners of one process: told together, the slow ones less often, and who may not any more, nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from commonplace.live.hub import HEARTBEAT, MOST_EACH, Hearing, Hub
from commonplace.live.topics import Listener

SOON = 60.0  # seconds, after which something that was to be told never came


class House:
    """What hubs look at: a version, who may hear, and what was asked."""

    def __init__(self) -> None:
        self.version = 0
        self.barred: set[str] = set()
        self.asked: list[list[str]] = []
        self.is_away = False

    def look(self, names: Any) -> dict[str, int]:
        if self.is_away:
            raise ConnectionError("away")
        return dict.fromkeys(names, self.version)

    def say(self, name: str, version: int, asking: Any) -> list[bytes | None]:
        self.asked.append([who for who, _sight, _past in asking])
        return [None if who in self.barred else f"{version} after {past}".encode() for who, _sight, past in asking]


async def run(what: Callable[[], Any]) -> Any:
    return what()


def living(tell: Callable[[House, Hub], Awaitable[None]], **more: float) -> House:
    house = House()

    async def go() -> None:
        hub = Hub(run, look=house.look, say=house.say, **{"every": 0.01, "beat": SOON, "lasts": 60.0, **more})
        async with asyncio.timeout(SOON):
            await tell(house, hub)

    asyncio.run(go())
    return house


def hearing(who: str, past: int = 0) -> Hearing:
    return Hearing("run-1", Listener(who), past)


async def begun(hub: Hub, who: str, past: int = 0):
    heard = hub.hear(hearing(who, past))
    assert await anext(heard) == b"retry: 1000\n\n"
    return heard


def test_all_are_told_in_one_asking() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = [await begun(hub, who) for who in ("hal", "rosa")]
        waiting = [asyncio.ensure_future(anext(one)) for one in heard]
        await asyncio.sleep(0.05)
        house.version = 3
        assert await asyncio.gather(*waiting) == [b"3 after 0"] * 2

    assert living(tell).asked == [["hal", "rosa"]]


def test_who_comes_late_is_told_what_they_missed() -> None:
    async def tell(house: House, hub: Hub) -> None:
        house.version = 9
        late = await begun(hub, "hal", past=7)
        assert await anext(late) == b"9 after 7"

    living(tell)


def test_who_lost_their_seat_hears_nothing_more() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = await begun(hub, "hal")
        house.barred.add("hal")
        house.version = 1
        assert [one async for one in heard] == []
        assert len(hub) == 0

    living(tell)


def test_who_reads_slowly_is_told_all_at_once() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = await begun(hub, "hal")
        house.version = 1
        assert await anext(heard) == b"1 after 0"
        for house.version in (2, 3, 4):
            await asyncio.sleep(0.05)
        assert await anext(heard) == b"4 after 1"

    assert len(living(tell).asked) == 2


def test_a_line_says_now_and_then_that_it_stands() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = await begun(hub, "hal")
        assert [await anext(heard) for _ in range(3)] == [HEARTBEAT] * 3

    living(tell, beat=0.001)


def test_a_line_ends_in_time() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = await begun(hub, "hal")
        assert [one async for one in heard] == []
        assert len(hub) == 0

    living(tell, lasts=0.0)


def test_a_page_that_went_away_is_forgotten() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = await begun(hub, "hal")
        assert len(hub) == 1
        await heard.aclose()
        assert len(hub) == 0

    living(tell)


def test_one_person_holds_so_many_lines_and_the_oldest_gives_way() -> None:
    async def tell(house: House, hub: Hub) -> None:
        heard = [await begun(hub, "hal") for _ in range(MOST_EACH)]
        oldest = asyncio.ensure_future(anext(heard[0], b"the end"))
        await asyncio.sleep(0.02)
        heard.append(await begun(hub, "hal"))
        assert await oldest == b"the end"
        assert len(hub) == MOST_EACH

    living(tell)


def test_a_database_that_is_away_for_a_moment_ends_no_line(caplog, monkeypatch) -> None:
    monkeypatch.setattr("commonplace.live.hub.AFTER_TROUBLE", 0.02)

    async def tell(house: House, hub: Hub) -> None:
        heard = await begun(hub, "hal")
        house.is_away = True
        waiting = asyncio.ensure_future(anext(heard))
        await asyncio.sleep(0.05)
        house.is_away, house.version = False, 1
        assert await waiting == b"1 after 0"

    living(tell)
    assert "Nobody could be told" in caplog.text
