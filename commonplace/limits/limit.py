"""A limit: so many at once, and again as many over its time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from commonplace.limits.memory import SECOND, memory

# One row says when there will be room for all again (the generic cell rate algorithm), and one statement takes.
TAKE = """INSERT INTO limits_row (key, until) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE
SET until = CASE WHEN limits_row.until > %s THEN limits_row.until ELSE %s END + %s
WHERE limits_row.until <= %s RETURNING 1"""
LOOK = "SELECT until FROM limits_row WHERE key = %s"
PREFIX = 64  # bits: what one household or machine is given, and may fill as it likes


MOST_AHEAD = 10_000  # of these, however many ask


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` at once, and `most` more spread over each `seconds`; 0 is without end.

    Where each read of a page counts, a process takes `ahead` at once and gives them out by itself. What it has left
    over is lost, so others find up to so many less.
    """

    name: str
    most: int
    seconds: int
    ahead: int = 1

    def take(self, who: str) -> int:
        """Count one for `who`; 0 when there was room, else nothing is counted and it is the seconds to wait."""
        if self.most <= 0:
            return 0
        key, now = self._key(who), memory().now()
        ahead = memory().ahead
        left, until = ahead.get(key, (0, 0)) if self.ahead > 1 else (0, 0)
        if left and now < until:
            ahead[key] = left - 1, until
            return 0
        if self.ahead > 1 and self._took(key, now, self.ahead):
            if len(ahead) >= MOST_AHEAD:
                ahead.clear()
            ahead[key] = self.ahead - 1, now + self.seconds * SECOND
            return 0
        return 0 if self._took(key, now, 1) else max(1, self.wait(who))

    def _took(self, key: str, now: int, number: int) -> bool:
        cost = number * self._one
        last = now + self.seconds * SECOND - cost
        return bool(memory().ask(TAKE, key, now + cost, now, now, cost, last, lasts=self.seconds * SECOND))

    def wait(self, who: str) -> int:
        """The seconds until there is room for one of `who`; counts nothing."""
        rows = memory().ask(LOOK, self._key(who), lasts=self.seconds * SECOND) if self.most > 0 else []
        if not rows:
            return 0
        room_at: int = rows[0][0] + self._one - self.seconds * SECOND
        return max(0, math.ceil((room_at - memory().now()) / SECOND))

    @property
    def _one(self) -> int:
        return self.seconds * SECOND // self.most

    def _key(self, who: str) -> str:
        return f"{self.name}/{self.most}/{self.seconds}:{who}"


def sender(request: HttpRequest) -> str:
    """Where a request comes from, as limits count it: an address, of IPv6 the network that one machine has."""
    said = get_adapter(request).get_client_ip(request) or "nowhere"
    try:
        address = ip_address(said)
    except ValueError:
        return f"address {said}"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return f"address {address.ipv4_mapped}"
        return f"network {int(address) >> (128 - PREFIX):x}"
    return f"address {address}"
