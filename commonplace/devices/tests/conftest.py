"""A device that asks, as a program would: by name and password, in XML."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from commonplace.communities.models import Community, Space
from commonplace.devices.actions import make_password
from commonplace.devices.models import DevicePassword, Shows
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person

D, C, S = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
SPACES = 'xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
Call = Callable[..., Gathering]


@pytest.fixture(autouse=True)
def gatherings_are_on(stick: Community) -> None:
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])


@pytest.fixture
def call(now: datetime) -> Call:
    """Calls people together in a space, in a week, under a title; by a rule where there is one."""

    def made(space: Space, title: str, by: Person, rule: str = "", **more: Any) -> Gathering:
        wall = (now + timedelta(days=7)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
        plan = Plan(**{"title": title, "wall": wall, "zone": "Europe/Warsaw", "purpose": f"{title} purpose."} | more)
        if rule:
            return begin_series(by=by, space=space, plan=plan, rule=rule)
        return convene(by=by, space=space, plan=plan)

    return made


@dataclass
class Device:
    """A phone or a program of somebody's."""

    person: Person
    kept: DevicePassword
    words: str

    @property
    def home(self) -> str:
        return f"/dav/{self.person.pk}/"

    def authorization(self, name: str = "hal@example.org", words: str | None = None) -> str:
        said = f"{name}:{self.words if words is None else words}"
        return f"Basic {base64.b64encode(said.encode()).decode()}"

    def ask(self, method: str, path: str, body: str | bytes = "", depth: str | None = "0", **headers: str) -> Any:
        sent = {"authorization": self.authorization(), **headers}
        if depth is not None:
            sent["depth"] = depth
        return Client().generic(method, path, body, content_type="application/xml", headers=sent)

    def asked(self, method: str, path: str, body: str = "", depth: str = "0") -> Element:
        """The answer as a tree, where all went well."""
        answer = self.ask(method, path, body, depth)
        assert answer.status_code == 207, answer.content
        assert not answer.cookies
        return ET.fromstring(answer.content)

    def props(self, path: str, *names: str, depth: str = "0") -> dict[str, dict[str, Element]]:
        """What each thing at an address says of itself, by its address and the property's name."""
        wanted = "".join(f"<{name}/>" for name in names)
        return told(self.asked("PROPFIND", path, f"<propfind {SPACES}><prop>{wanted}</prop></propfind>", depth))

    def titles(self, code: str) -> list[str]:
        """What stands in a calendar, by GET."""
        answer = self.ask("GET", f"{self.home}{code}/")
        assert answer.status_code == 200, answer.content
        lines = answer.content.decode().replace("\r\n ", "").splitlines()
        return sorted(one.removeprefix("SUMMARY:") for one in lines if one.startswith("SUMMARY:"))


def told(answer: Element) -> dict[str, dict[str, Element]]:
    """The properties that were found."""
    found: dict[str, dict[str, Element]] = {}
    for response in answer.iterfind(f"{D}response"):
        within = found.setdefault(response.findtext(f"{D}href", ""), {})
        for stat in response.iterfind(f"{D}propstat"):
            if "200" in stat.findtext(f"{D}status", ""):
                within.update({one.tag: one for prop in stat.iterfind(f"{D}prop") for one in prop})
    return found


@pytest.fixture
def device() -> Callable[..., Device]:
    """A new device of somebody's."""

    def made(person: Person, shows: str = Shows.EACH) -> Device:
        kept, words = make_password(person=person, name="A phone", shows=shows)
        return Device(person, kept, words)

    return made
