"""The forms of the house, as a browser would find and send them."""

import copy
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.furnished import Furnished
from tests.pages import LAST_RESORT, routes

TYPED = ("text", "search", "email", "url", "textarea")


@dataclass
class Found:
    """A form of a page: where it sends, what it would send untouched, and which of its fields hold words."""

    page: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    # What each of them offers: the values of its options, or the one that it holds.
    offered: dict[str, set[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    has_plain_button: bool = False
    # How many characters of the page's own leaf one has read before one comes to it.
    words_above: int = 0
    # Buttons that act on one entry of a list within the form: what each sends, and where, from how far down.
    on_entries: list[tuple[str, dict[str, str], int]] = field(default_factory=list)

    def chooses_of_ours(self, name: str, names: Collection[str]) -> bool:
        """Whether a field only chooses between words of ours, such as "weekly"; `names` are those of things kept."""
        values = self.offered.get(name, set()) - {""}
        return len(values) > 1 and not any(value in names or not value.isalpha() for value in values)

    @property
    def like(self) -> tuple[str, ...]:
        """What two forms have in common that differ only in the thing they are about: the route, fields and buttons."""
        path = urlsplit(self.action).path
        try:
            route = resolve(path).route
        except Resolver404:
            route = path
        return (route, *sorted({*self.fields, *self.typed, *self.chosen}), *self.files, *self.buttons)

    def filled(self, **changed: Any) -> dict[str, Any]:
        """What is sent, some of it changed: by the button without a name, or else by the first one."""
        pressed = {} if self.has_plain_button else dict(list(self.buttons.items())[:1])
        return {**self.fields, **pressed, **changed}


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, list[Found]()
        self.form: Found | None = None
        self.select: str | None = None
        self.area: str | None = None
        self.words_of_leaf = 0
        self.entries_of_form = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            is_post = given.get("method", "").lower() == "post"
            action = urljoin(self.page, given.get("action") or self.page)
            self.form = Found(self.page, action, words_above=self.words_of_leaf) if is_post else None
            self.entries_of_form = 0
        elif tag == "main":
            self.words_of_leaf = 0
        elif self.form is None:
            return
        elif tag == "li":
            self.entries_of_form += 1
        elif tag == "textarea" and name:
            self.area = name
            self.form.typed.append(name)
            self.form.fields[name] = [""]
        elif tag == "select":
            self.select = name
            self.form.chosen.append(name)
        elif tag == "option" and self.select:
            self.form.offered.setdefault(self.select, set()).add(value)
            if "selected" in given or self.select not in self.form.fields:
                self.form.fields[self.select] = [value]
        elif tag == "button" and given.get("type") != "button":
            self.form.has_plain_button |= not name
            if name:
                self.form.buttons.setdefault(name, value)
                if self.entries_of_form:
                    where = urljoin(self.page, given.get("formaction") or self.form.action)
                    self.form.on_entries.append((where, {name: value}, self.words_of_leaf))
        elif tag == "input" and name:
            self._input(self.form, name, value, given)

    def _input(self, form: Found, name: str, value: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            if name not in form.chosen:
                form.chosen.append(name)
            form.offered.setdefault(name, set()).add(value)
            if "checked" in given or (kind == "radio" and name not in form.fields):
                form.fields[name] = [value or "on"]
        else:
            form.fields[name] = [value]
            (form.typed if kind in TYPED else form.chosen).append(name)
            form.offered.setdefault(name, set()).add(value)

    def handle_data(self, data: str) -> None:
        self.words_of_leaf += len(data.strip())
        if self.form is not None and self.area:
            self.form.fields[self.area] = [self.form.fields[self.area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            if self.form.fields.pop("csrfmiddlewaretoken", None):
                self.form.chosen.remove("csrfmiddlewaretoken")
            self.forms.append(self.form)
            self.form = None
        elif tag == "li":
            self.entries_of_form -= 1
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def forms_in(text: str, page: str) -> list[Found]:
    """The forms of one page that are sent by POST."""
    parser = _Forms(page)
    parser.feed(text)
    return parser.forms


# What a walk through a house found, by who walked and what there was to walk to: in a process the house of `kept.py` is
# the same each time, down to its links by letter.
WALKED: dict[str, list[Found]] = {}


def forms_of(house: Furnished, who: str) -> list[Found]:
    """Every form that this one meets on any page, each address and set of fields once."""
    there = repr((who, house.known_to(who), house.also))
    if there not in WALKED:
        WALKED[there] = list(_walk(house, who))
    return copy.deepcopy(WALKED[there])


def _walk(house: Furnished, who: str) -> Iterator[Found]:
    client = Client()
    person = house.person(who)
    if person is not None:
        client.force_login(person)
    met = set()
    addresses = [
        a for route in routes(without=(LAST_RESORT, "webauthn/keys")) for a in route.addresses(house.known_to(who))
    ]
    for address in dict.fromkeys([*addresses, *house.also]):
        answer = client.get(address)
        if not answer.headers["Content-Type"].startswith("text/html") or answer.streaming:
            continue
        for form in forms_in(answer.content.decode(), address):
            key = (urldefrag(form.action)[0].partition("?")[0], *sorted(form.fields), *form.files, *form.buttons)
            if key not in met:
                met.add(key)
                yield form


def one_of_each(forms: Iterable[Found], *, but: Iterable[Found] = ()) -> list[Found]:
    """The first of those forms that are alike, without those like one of `but`."""
    found: dict[tuple[str, ...], Found] = {}
    for form in forms:
        found.setdefault(form.like, form)
    known = {form.like for form in but}
    return [form for like, form in found.items() if like not in known]
