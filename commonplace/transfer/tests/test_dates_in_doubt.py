"""A chat whose dates can be read in two orders: the preview says so with an example, and a steward chooses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.house.cli import main
from commonplace.people.models import Person
from commonplace.transfer.actions.handing_in_places import go_on_with_places
from commonplace.transfer.models import Import

OPEN = (
    "02/02/21, 08:00 - Ada: Morning\n03/04/21, 09:15 - Bruno: The new valve is here\n"
    "04/04/21, 10:00 - Cleo: Which one?\n"
)
CERTAIN = OPEN + "23/04/21, 11:00 - Ada: The brass one\n"


def _hand_in(client: Client, ines: Person, stick: Community, text: str) -> Import:
    client.force_login(ines)
    given = {
        "kind": "whatsapp",
        "archive": SimpleUploadedFile("WhatsApp Chat with Wells.txt", text.encode()),
        "space": stick.spaces.order_by("position", "pk")[0].pk,
    }
    client.post("/c/stick/imports/", given)
    go_on_with_places(now=timezone.now())
    return Import.objects.get()


@pytest.mark.parametrize(("order", "days"), [("dmy", ["2-2", "4-3", "4-4"]), ("mdy", ["2-2", "3-4", "4-4"])])
def test_a_steward_says_which_day_it_was(
    client: Client, ines: Person, stick: Community, order: str, days: list[str]
) -> None:
    run = _hand_in(client, ines, stick, OPEN)
    assert run.foretold is not None
    (doubt,) = run.foretold["doubts"]
    assert doubt["example"] == "03/04/21"
    assert doubt["readings"] == {"dmy": "2021-04-03", "mdy": "2021-03-04"}
    page = client.get(f"/c/stick/imports/{run.pk}")
    assert "Which day is 03/04/21?" in page.text
    assert "3 April 2021" in page.text
    assert "4 March 2021" in page.text
    client.post(f"/c/stick/imports/{run.pk}/places", {"place-0": "+", "dates": order})
    go_on_with_places(now=timezone.now())
    written = (
        Post.objects.filter(origin__startswith="whatsapp").order_by("written_at").values_list("written_at", flat=True)
    )
    assert [f"{at.month}-{at.day}" for at in written] == days


def test_nothing_is_asked_where_the_file_tells(client: Client, ines: Person, stick: Community) -> None:
    run = _hand_in(client, ines, stick, CERTAIN)
    assert run.foretold is not None
    assert run.foretold["doubts"] == []
    assert "Which day is" not in client.get(f"/c/stick/imports/{run.pk}").text


def test_the_command_says_it_and_takes_the_other(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "WhatsApp Chat with Wells.txt"
    path.write_text(OPEN)
    words = ["import", "whatsapp", str(path), "--community", "wells", "--dry-run"]
    assert main([*words, "--json"]) == 0
    (doubt,) = json.loads(capsys.readouterr().out)["doubts"]
    other = "mdy" if doubt["order"] == "dmy" else "dmy"
    assert main(words) == 0
    assert f"With --dates {other} it is" in capsys.readouterr().out
    assert main([*words, "--json", "--dates", other]) == 0
    assert json.loads(capsys.readouterr().out)["doubts"][0]["order"] == other
