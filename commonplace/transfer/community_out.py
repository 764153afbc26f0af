"""A whole community as one file that others can read without us: docs/community-format.md tells it line by line.

A zip of lists, each a file of JSON lines in the order in which its rows were written; people by name and number alone,
and the bytes of files beside them. Lists and columns are those of the rooms' `owned.py`. What was said under Chatham
House goes along and nobody's name with it; what is sealed stays.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Deed, Space
from commonplace.communities.owned import OWNED, Owned
from commonplace.conversations.models import Conversation
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.transfer.models import ClosedChat

FORMAT = "commonplace-community"
VERSION = 1
AT_ONCE = 2000
PEOPLE, FILES, MANIFEST = "people", "files", "manifest"
OF_A_FILE = ("sha256", "name", "content_type", "charset", "size", "created_at")
# The second mark of a row that came from elsewhere is that of the house which took it in.
NOT_TOLD = frozenset({"origin"})


def columns_of(owned: Owned) -> list[models.Field[Any, Any]]:
    """The columns of a list that go along: all but the key, and those that stay."""
    fields = owned.model._meta.concrete_fields
    return [
        one
        for one in fields
        if (not one.primary_key or one.is_relation) and one.name not in owned.without and one.name not in NOT_TOLD
    ]


def list_of(model: type[models.Model] | None) -> str:
    """The list in which rows of a model are told; "" where they stay."""
    if model is Person or model is StoredFile:
        return PEOPLE if model is Person else FILES
    return next((one.code for one in OWNED if one.model is model and one.of), "")


def write_community(community: Community, path: Path) -> dict[str, int]:
    """Write all that a community owns into a new file; how many rows of each list.

    The house goes on meanwhile: what is written while it is read may be told without what it belongs to, and whoever
    reads the file leaves that out.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parcel:
        return _Writer(community, parcel).write()


class _Writer:
    def __init__(self, community: Community, parcel: zipfile.ZipFile) -> None:
        self.community, self.parcel = community, parcel
        self.people: set[int] = set()
        self.files: set[int] = set()
        self.paths: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        # Of a closed chat whose people were not heard yet nothing leaves: by model, the rows that stay.
        waiting = ClosedChat.objects.filter(space__community=community, opened_at=None)
        self.staying: dict[type[models.Model], set[int]] = {Space: {*waiting.values_list("space", flat=True)}}
        sealed = Conversation.objects.filter(community=community, space__confidence=Confidence.SEALED)
        self.staying[Conversation] = {*sealed.values_list("pk", flat=True)}
        self.kinds = {one.kind: one.model for one in OWNED if one.kind}

    def write(self) -> dict[str, int]:
        lists = [one for one in OWNED if one.of]
        for owned in lists:
            self._list(owned.code, self._rows(owned))
        self._list(FILES, self._files())
        self._bytes()
        self._list(PEOPLE, self._people())
        about = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": _told(timezone.now()),
            "house": settings.BASE_URL,
            "community": self.community.slug,
            "lists": {one.code: _columns_told(one) for one in lists},
            "counts": self.counts,
            "stays": {one.code: one.why for one in OWNED if not one.of},
        }
        self.parcel.writestr(f"{MANIFEST}.json", json.dumps(about, ensure_ascii=False, indent=1))
        return self.counts

    def _list(self, code: str, rows: Iterator[dict[str, Any]]) -> None:
        self.counts[code] = 0
        with self.parcel.open(f"{code}.jsonl", "w", force_zip64=True) as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False, default=_told).encode("utf-8", "surrogatepass") + b"\n")
                self.counts[code] += 1

    def _rows(self, owned: Owned) -> Iterator[dict[str, Any]]:
        fields = columns_of(owned)
        names = {one.attname: one.name for one in fields}
        people = [one.attname for one in fields if one.related_model is Person]
        files = [one.attname for one in fields if one.related_model is StoredFile]
        leads = [(one.attname, one.related_model) for one in fields if one.is_relation]
        nameless = {one.attname for one in fields if one.related_model is Person and one.null}
        found = owned.rows_of(self.community).annotate(said_in=_said_in(owned)).values("pk", "said_in", *names)
        for row in found.iterator(chunk_size=AT_ONCE):
            is_close = row.pop("said_in") != Confidence.ORDINARY
            # A row that is nothing but somebody's does not go without them.
            stays = is_close and any(one not in nameless for one in people)
            if stays or self._stays(owned, row, leads):
                self.staying.setdefault(owned.model, set()).add(row["pk"])
                continue
            if is_close:
                row.update(dict.fromkeys(nameless))
            self.people.update(row[one] for one in people if row[one])
            self.files.update(row[one] for one in files if row[one])
            yield {"key": row["pk"], **{name: row[attname] for attname, name in names.items()}}

    def _stays(self, owned: Owned, row: dict[str, Any], leads: list[tuple[str, Any]]) -> bool:
        named = [(self.kinds.get(row[kind]), row[key]) for kind, key in owned.things]
        led = [(owned.model, row["pk"]), *((model, row[attname]) for attname, model in leads), *named]
        return any(model in self.staying and pk in self.staying[model] for model, pk in led)

    def _files(self) -> Iterator[dict[str, Any]]:
        for row in _some(StoredFile, self.files):
            self.paths.setdefault(row.sha256, str(row.content.name))
            yield {"key": row.pk, **{name: getattr(row, name) for name in OF_A_FILE}}

    def _bytes(self) -> None:
        """The bytes of files, once for all rows that have the same; where they are gone, there are none."""
        for digest, path in self.paths.items():
            if default_storage.exists(path):
                with default_storage.open(path) as kept, self.parcel.open(f"{FILES}/{digest}", "w") as out:
                    shutil.copyfileobj(kept, out)

    def _people(self) -> Iterator[dict[str, Any]]:
        for person in _some(Person, self.people):
            yield {"key": person.pk, "name": person.name, "joined_at": person.joined_at}


def _said_in(owned: Owned) -> Coalesce:
    """In which confidence the rows of a list were said or done: those of conversations and of the ledger."""
    above = owned.of.removesuffix("community")
    ordinary = models.Value(Confidence.ORDINARY.value, output_field=models.CharField())
    if owned.model in (Conversation, Deed) or above.endswith("conversation__"):
        return Coalesce(models.F(f"{above}space__confidence"), ordinary)
    return Coalesce(ordinary, ordinary)


def _some[Row: models.Model](model: type[Row], keys: set[int]) -> Iterator[Row]:
    wanted = sorted(keys)
    for first in range(0, len(wanted), 500):
        yield from model._base_manager.filter(pk__in=wanted[first : first + 500]).order_by("pk")


def _columns_told(owned: Owned) -> dict[str, str]:
    """What each column of a list is: the list that it points at, a thing of any kind, or its sort."""
    things = {key: f"a row of the kind in {kind}" for kind, key in owned.things}
    return {
        one.name: things.get(one.name)
        or (f"-> {list_of(one.related_model)}" if one.is_relation else one.get_internal_type())
        for one in columns_of(owned)
    }


def _told(value: Any) -> Any:
    """A value as JSON has it: moments in UTC, days and hours by ISO 8601."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
