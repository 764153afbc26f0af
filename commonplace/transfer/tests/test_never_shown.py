"""Telephone numbers and mail addresses of an archive reach nothing that a page, search, feed or export reads."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import models

from commonplace.communities.models import Community
from commonplace.communities.readers import read_on
from commonplace.files.models import StoredFile
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.tests import (
    test_archives_discourse,
    test_archives_moodle,
    test_archives_slack,
    test_archives_stackexchange,
    test_archives_telegram,
    test_archives_zulip,
)
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.community_out import write_community

NUMBER: Final = "+48 600 700 800"
ADDRESS: Final = "secret.one@wells.example"
BOTH: Final = f"ask {ADDRESS} or {NUMBER}"
# Where an address is what the place itself knew somebody by: evidence of who one is, read by no page.
KEPT: Final = {("people.archiveaddress", "address"), ("transfer.handle", "address")}


def _slack(folder: Path) -> None:
    said = test_archives_slack.said
    people = [
        {"id": "U1", "name": "rosa", "is_email_confirmed": True,
         "profile": {"display_name": BOTH, "real_name": "Rosa", "email": ADDRESS, "phone": NUMBER, "title": BOTH}},
        {"id": "U2", "name": ADDRESS, "profile": {"real_name": NUMBER}},
    ]  # fmt: skip
    channels = [{"id": "C1", "name": "reeds", "purpose": {"value": BOTH}}]
    calls = f"<mailto:{ADDRESS}|{ADDRESS}> <tel:{NUMBER}|call> `{ADDRESS}` <@U2> <@U9|{ADDRESS}> <#C9|{ADDRESS}>"
    first = said(1, text=f"{BOTH} {calls}")
    file = said(2, "U2", files=[{"id": "F", "name": f"{ADDRESS}.txt", "title": BOTH}])
    gone = said(3, None, text="hi", username=ADDRESS, subtype="bot_message")
    test_archives_slack.export(folder, {"reeds/2023-11-14": [first, file, gone]}, users=people, channels=channels)


def _telegram(folder: Path) -> None:
    said, chat = test_archives_telegram.said, test_archives_telegram.chat
    text = [
        BOTH, {"type": "phone", "text": NUMBER}, {"type": "email", "text": ADDRESS},
        {"type": "code", "text": ADDRESS}, {"type": "text_link", "text": "here", "href": f"mailto:{ADDRESS}"},
    ]  # fmt: skip
    card = {"first_name": "Hal", "phone_number": NUMBER}
    lines = [
        said(1, text),
        said(2, "x", contact_information=card),
        said(3, "y", file="a.txt", file_name=f"{ADDRESS}.txt"),
        said(4, "z", file="a.vcf"),
        said(5, "z", file="b.dat"),
    ]
    (folder / "a.txt").write_text(f"Write to {ADDRESS} or call {NUMBER}")
    for name in ("a.vcf", "b.dat"):
        (folder / name).write_text(f"BEGIN:VCARD\nEMAIL:{ADDRESS}\nTEL:{NUMBER}\nEND:VCARD\n")
    lines[1]["from"] = NUMBER
    lines[1]["from_id"] = "user7"
    test_archives_telegram.written(folder, chat(*lines, type="public_supergroup", name=BOTH))


def _zulip(folder: Path) -> None:
    written = test_archives_zulip.written
    rows = [written(1, subject=BOTH, content=f"{BOTH} `{ADDRESS}` [write](mailto:{ADDRESS}) @**{ADDRESS}**")]
    test_archives_zulip.export(folder, *rows)
    realm = folder / "realm.json"
    tables = json.loads(realm.read_text())
    tables["zerver_stream"][0]["description"] = BOTH
    tables["zerver_userprofile"][0] |= {"full_name": ADDRESS, "delivery_email": ADDRESS}
    realm.write_text(json.dumps(tables))


def _discourse(folder: Path) -> None:
    post, topic = test_archives_discourse.post, test_archives_discourse.topic
    cooked = f'<p>{BOTH} <a href="mailto:{ADDRESS}">w</a> <code>{ADDRESS}</code></p>'
    whole = topic(post(1, cooked=cooked, name=ADDRESS, username=ADDRESS), title=BOTH)
    listed = {"category_list": {"categories": [{"id": 3, "name": "Craft", "description": f"<p>{BOTH}</p>"}]}}
    test_archives_discourse.files(folder, a=whole, b=listed)


def _moodle(folder: Path) -> None:
    post, discussion = test_archives_moodle.post, test_archives_moodle.discussion
    posts = [
        post(20, message=f"<p>{BOTH}</p>", subject=BOTH),
        post(21, 20, message=BOTH, subject=BOTH, messageformat=4),
    ]
    users = test_archives_moodle.user(4, firstname=ADDRESS, lastname=NUMBER, email=ADDRESS, phone1=NUMBER)
    test_archives_moodle.course(folder, discussion(9, *posts, name=BOTH), users=users)


def _stackexchange(folder: Path) -> None:
    post = test_archives_stackexchange.post
    users = [{"Id": "7", "DisplayName": ADDRESS, "AboutMe": BOTH}]
    posts = [
        post(1, OwnerUserId="7", Title=BOTH, Body=f"<p>{BOTH}</p>"),
        post(2, 2, ParentId="1", OwnerDisplayName=NUMBER),
    ]
    comments = [{"Id": "1", "PostId": "2", "Text": BOTH, "CreationDate": test_archives_stackexchange.AT, "UserId": "7"}]
    test_archives_stackexchange.dump(folder, Users=users, Posts=posts, Comments=comments)


def _whatsapp(folder: Path) -> None:
    lines = (
        f'14.11.23, 10:00 - {NUMBER} created group "{BOTH}"',
        f"14.11.23, 10:01 - {NUMBER}: {BOTH}",
        f"14.11.23, 10:02 - Hal: {ADDRESS} {NUMBER}.pdf (file attached)",
        f"14.11.23, 10:03 - ~ {ADDRESS}: yes",
        f"14.11.23, 10:04 - Hal: {NUMBER}.vcf (file attached)",
    )
    (folder / f"WhatsApp Chat with {NUMBER}.txt").write_text("\n".join([*lines, ""]))


KIND: Final[dict[str, Callable[[Path], None]]] = {
    "slack": _slack, "telegram": _telegram, "zulip": _zulip, "discourse": _discourse, "moodle": _moodle,
    "stackexchange": _stackexchange, "whatsapp": _whatsapp,
}  # fmt: skip


def columns() -> Iterator[tuple[str, str, Any]]:
    """All that is kept anywhere as words."""
    for model in apps.get_models():
        fields = [
            one
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._base_manager.values_list(*(one.attname for one in fields)) if fields else ():
            for field, value in zip(fields, row, strict=True):
                yield model._meta.label_lower, field.attname, value


def tells(words: str) -> bool:
    bare = words.replace("\\", "").lower()
    return "secret.one" in bare or "600 700 800" in bare or "600700800" in bare


def exported(community: Community, folder: Path) -> str:
    """All that leaves with a community as one file."""
    write_community(community, folder / "out.zip")
    with zipfile.ZipFile(folder / "out.zip") as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("kind", list(KIND))
def test_no_number_and_no_address_is_kept_where_anybody_reads(tmp_path: Path, stick: Community, kind: str) -> None:
    KIND[kind](tmp_path)
    moved = move_in(reader=KINDS[kind].opens([tmp_path]), community=stick)
    assert moved.account.has_news
    read_on()
    files = [one.content.read().decode() for one in StoredFile.objects.all()]
    assert (bool(files), any(map(tells, files))) == (kind in ("telegram", "moodle"), False)
    found = {(model, field): str(value) for model, field, value in columns() if tells(str(value))}
    assert {one: words for one, words in found.items() if one not in KEPT} == {}
    assert not tells(exported(stick, tmp_path))
