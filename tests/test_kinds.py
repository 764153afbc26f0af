"""What one chose in composing is what every page, list, filter, letter and program says."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.kinds import MANNERS, Kind
from commonplace.house import settings as house
from commonplace.people.models import Person
from commonplace.search.catch_up import catch_up

pytestmark = pytest.mark.django_db

HERE = "/c/stick/conversations/"
API = "/api/v1/"
LANGUAGES = [code for code, _name in house.LANGUAGES]
KIND = re.compile(r'<(?:span|p) class="kind">([^<]*)</')
OPTION = re.compile(r'<option value="([a-z_]+)"[^>]*>([^<]*)</option>')


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def way(text: str, kind: Kind) -> list[str]:
    """The words of one way to begin in the composer."""
    _before, after = text.split(f'name="kind" value="{kind}"')
    return re.sub(r"<[^>]*>", "\n", after.partition(">")[2].partition("</label>")[0]).split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_kind_has_one_name_wherever_it_is_said(
    client: Client, hal: Person, leila: Person, table: Space, kind: Kind, language: str
) -> None:
    opened = open_conversation(by=hal, space=table, kind=kind, title="Zinc fittings", text="They weep.")
    catch_up(now=timezone.now())
    with translation.override(language):
        name = str(kind.label)
    client.cookies["django_language"] = language
    client.force_login(hal)
    said = {
        "list": KIND.findall(page(client, HERE)),
        "narrowed": KIND.findall(page(client, f"{HERE}?kind={kind}")),
        "search": KIND.findall(page(client, "/search?q=zinc")),
        "page": KIND.findall(page(client, f"{HERE}{opened.pk}/")),
        "preview": KIND.findall(
            html.unescape(
                client.post(f"{HERE}preview", {"kind": kind, "title": "Zinc", "text": "It is."}).content.decode()
            )
        ),
        "api": [client.get(f"{API}communities/stick/conversations/{opened.pk}").json()["kind_said"]],
        "api, found": [client.get(f"{API}search?q=zinc").json()["items"][0]["kind_said"]],
    }
    assert said == {place: [name] for place in said}
    assert name in [line.strip() for line in way(page(client, f"{HERE}new"), kind)]
    assert re.findall(
        rf'href="[^"]*[?&]kind={kind}(?:&[^"]*)?"[^>]*>\s*<bdi>([^<]*)</bdi>\s*</a>', page(client, HERE)
    ) == [name]
    edit = dict(OPTION.findall(page(client, f"{HERE}{opened.pk}/posts/1/text")))
    assert edit[kind] == dict(OPTION.findall(page(client, "/search?q=zinc")))[kind] == name
    client.force_login(leila)
    assert set(KIND.findall(page(client, "/"))) == {name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_have_the_same_name(language: str) -> None:
    with translation.override(language):
        assert len({str(kind.label).casefold() for kind in Kind}) == len(Kind) == len(MANNERS)
