"""A whole community comes from another house: the rows of `community_out` under new keys, its people unclaimed.

All or nothing, in one transaction. What the file says is believed as little as a form: columns that no list has,
rows that point nowhere and values that a column does not take are left out and counted, files pass the same door as
any upload, and stored HTML goes through the sieve again.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from commonplace.communities.models import Community
from commonplace.communities.owned import OWNED, Owned
from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.files.refusals import FileRefused, StorageTrouble
from commonplace.lib.markdown_sieve import SIEVE_OF_STORED
from commonplace.lib.unpacking import MOST, MOST_OF_ARCHIVE, Budget, TooMuch
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.models import Person
from commonplace.search.findable import FINDABLE
from commonplace.search.index import keep
from commonplace.store.bulk import new_keys, write_rows
from commonplace.transfer.community_out import FILES, FORMAT, MANIFEST, PEOPLE, VERSION, columns_of

AT_ONCE = 500
ORIGIN = "moved in"
LONGEST_LINE = 16 << 20
MOST_FILES = 1_000_000


class NotACommunity(ValueError):
    """The file is no community, or of a version that this house does not know; the message says which."""


class TakenSlug(ValueError):
    """A community of that address is here already."""


@dataclass
class Arrived:
    """What came: rows kept of each list, and those left out."""

    community: Community
    kept: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def bring_community(*, path: Path, slug: str) -> Arrived:
    """Make the community of a file here, under an address that is free. Raises NotACommunity, TakenSlug."""
    if Community.objects.filter(slug=slug).exists():
        raise TakenSlug(slug)
    try:
        with zipfile.ZipFile(path) as parcel:
            about = _manifest(parcel)
            with transaction.atomic():
                return _Bringing(parcel, about, slug).bring()
    except StorageTrouble:
        raise  # no fault of the file's
    except (zipfile.BadZipFile, OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotACommunity(str(error)) from error
    except TooMuch as error:
        raise NotACommunity("it unpacks to more than may be unpacked") from error
    except IntegrityError as error:
        raise NotACommunity(f"its rows contradict each other: {error}") from error


def _manifest(parcel: zipfile.ZipFile) -> dict[str, Any]:
    try:
        about = json.loads(parcel.read(f"{MANIFEST}.json"))
    except KeyError as error:
        raise NotACommunity(f"there is no {MANIFEST}.json in it") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise NotACommunity(f"its {MANIFEST}.json is of another format")
    if about.get("version") != VERSION:
        raise NotACommunity(f"it is of version {about.get('version')}, and this house reads {VERSION}")
    return about


class _Bringing:
    def __init__(self, parcel: zipfile.ZipFile, about: Mapping[str, Any], slug: str) -> None:
        self.parcel, self.slug = parcel, slug
        self.budget = Budget.for_packed(
            Path(str(parcel.filename)).stat().st_size, most=MOST_OF_ARCHIVE, entries=MOST_FILES
        )
        self.lists = [one for one in OWNED if one.of]
        self.keys: dict[type[models.Model] | None, dict[int, int]] = {}
        self.by_kind = {one.kind: one for one in self.lists if one.kind}
        self.counts: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self._addresses = _addresses(str(about.get("house", "")), str(about.get("community", "")))
        self.paths = {path: one.model for one in self.lists for path in one.paths} | {"people": Person}

    def bring(self) -> Arrived:
        self._people()
        self._files()
        for owned in self.lists:
            self._give_keys(owned)
        for owned in self.lists:
            self._write(owned)
        connection.check_constraints()
        self._find()
        (key,) = self.keys[Community].values()
        # As an operator moves it in, whatever a community may keep otherwise.
        for some in batched(self.keys[StoredFile].values(), AT_ONCE, strict=False):
            StoredFile.objects.filter(pk__in=some).update(account=key)
        return Arrived(Community.objects.get(pk=key), self.counts, self.left_out)

    def _lines(self, code: str) -> Iterator[dict[str, Any]]:
        try:
            stream = self.parcel.open(f"{code}.jsonl")
        except KeyError:
            return
        with stream:
            while line := stream.readline(LONGEST_LINE):
                self.budget.spend(size=len(line))
                said = json.loads(line)
                # What is no row at all is counted in place of its key.
                yield said if isinstance(said, dict) and isinstance(said.get("key"), int) else {"key": None}

    def _people(self) -> None:
        known = self.keys.setdefault(Person, {})
        for some in batched(self._lines(PEOPLE), AT_ONCE, strict=False):
            people = [Remembered(str(one.get("name", "")), _moment(one.get("joined_at"))) for one in some]
            made = remember(people=people)
            known |= {one["key"]: person.pk for one, person in zip(some, made, strict=True)}
        self.counts[PEOPLE] = len(known)

    def _files(self) -> None:
        known = self.keys.setdefault(StoredFile, {})
        for one in self._lines(FILES):
            name, digest = str(one.get("name", "")), str(one.get("sha256", ""))
            try:
                data = self._bytes(digest) if re.fullmatch("[0-9a-f]{64}", digest) else b""
                known[one["key"]] = keep_bytes(name=name, data=data, at=_moment(one.get("created_at"))).pk
            except (FileRefused, KeyError):
                self.left_out[FILES] += 1
        self.counts[FILES] = len(known)

    def _bytes(self, digest: str) -> bytes:
        """The bytes of a file; never more than one file may be, whatever they unpack to. Raises KeyError."""
        with self.parcel.open(f"{FILES}/{digest}") as stream:
            data = stream.read(MOST + 1)
        self.budget.spend(size=len(data), entries=1)
        return data

    def _give_keys(self, owned: Owned) -> None:
        """New keys for all its rows, before any of them is written, so that they can name each other."""
        key = owned.model._meta.pk
        if key.is_relation:
            self.keys[owned.model] = self.keys[key.related_model]
            return
        old = [one["key"] for one in self._lines(owned.code) if one["key"] is not None]
        if owned.model is Community and len(old) != 1:
            raise NotACommunity("it holds no community, or several")
        self.keys[owned.model] = dict(zip(old, new_keys(owned.model, len(old)), strict=True))

    def _write(self, owned: Owned) -> None:
        fields = list(owned.model._meta.concrete_fields)
        columns = [str(each.column) for each in fields]
        for some in batched(self._rows(owned, fields), AT_ONCE, strict=False):
            write_rows(owned.model, columns, some)
            self.counts[owned.code] += len(some)

    def _rows(self, owned: Owned, fields: list[models.Field[Any, Any]]) -> Iterator[list[Any]]:
        """Its rows as they stand here. What comes after one that cannot, and cannot do without it, cannot either."""
        told = {one.attname: one for one in columns_of(owned)}
        for one in self._lines(owned.code):
            if (row := self._row(owned, one, fields, told)) is not None:
                yield row
                continue
            self.left_out[owned.code] += 1
            if owned.model is not Community and not owned.model._meta.pk.is_relation:
                self.keys[owned.model].pop(one["key"], None)

    def _row(
        self,
        owned: Owned,
        one: dict[str, Any],
        fields: list[models.Field[Any, Any]],
        told: Mapping[str, models.Field[Any, Any]],
    ) -> list[Any] | None:
        """The values of a row, in the order of its columns; None where it cannot stand here."""
        values: list[Any] = []
        try:
            for each in fields:
                if each.primary_key and not each.is_relation:
                    value: Any = self.keys[owned.model][one["key"]]
                elif each.attname == "origin":
                    value = ORIGIN
                elif each.attname in told and each.name in one:
                    value = self._value(owned, each, one[each.name])
                else:
                    value = each.get_db_prep_save(each.get_default(), connection)
                    if value is None and not each.null:
                        return None
                values.append(value)
        except (ValidationError, LookupError, TypeError, ValueError, OverflowError):
            return None
        return self._with_things(owned, one, fields, values)

    def _value(self, owned: Owned, each: models.Field[Any, Any], said: Any) -> Any:
        """A value as its column takes it. Raises ValidationError, LookupError, TypeError or ValueError."""
        if said is None:
            if not each.null:
                raise ValueError(each.name)
            return None
        if each.is_relation:
            key = self.keys.get(each.related_model, {}).get(said)
            if key is None and not each.null:
                raise LookupError(each.name)
            return key
        if owned.model is Community and each.name == "slug":
            said = self.slug
        elif isinstance(each, models.CharField | models.TextField):
            said = str(said)
        for name, fits in owned.fits:
            if name == each.name:
                fits(said)
        if each.name == "html" or each.name.endswith("_html") or each.name in owned.html:
            said = _sieved(said)
        if owned.model is not Community or each.name != "slug":
            said = self.readdressed(said)
        value = said if isinstance(each, models.JSONField) else each.clean(said, None)
        return each.get_db_prep_save(value, connection)

    def _with_things(
        self, owned: Owned, one: dict[str, Any], fields: list[models.Field[Any, Any]], values: list[Any]
    ) -> list[Any] | None:
        """The row with what it names by kind and key under the keys of this house."""
        places = {each.name: place for place, each in enumerate(fields)}
        for kind, key in owned.things:
            named = self.by_kind.get(str(one.get(kind, "")))
            if one.get(key) is None:
                continue
            found = self.keys[named.model].get(one[key]) if named is not None else None
            if found is None and not fields[places[key]].null:
                return None
            values[places[key]] = found
            if "part_id" in places and one.get("part_id") is not None:
                part = self.by_kind.get(named.part) if named is not None else None
                values[places["part_id"]] = self.keys[part.model].get(one["part_id"]) if part is not None else None
        return values

    def readdressed(self, said: Any) -> Any:
        """What is said, its addresses within the community and of its files as they are here, in lists too."""
        if isinstance(said, list):
            return [self.readdressed(one) for one in said]
        return self._readdressed(said) if isinstance(said, str) else said

    def _readdressed(self, text: str) -> str:
        return self._addresses.sub(self._address, text) if "/c/" in text or "/files/" in text else text

    def _address(self, found: re.Match[str]) -> str:
        path, key, file = found.group("path"), found.group("key"), found.group("file")
        here = self.keys[StoredFile if file else self.paths[path]] if file or path in self.paths else {}
        if (now := here.get(int(file or key or 0))) is None:
            return found.group() if file or key else f"/c/{self.slug}"
        return f"/files/{now}/" if file else f"/c/{self.slug}/{path}/{now}"

    def _find(self) -> None:
        """Take all of it into the index."""
        for findable in FINDABLE:
            keys = sorted(self.keys.get(findable.rows().model, {}).values())
            for some in batched(keys, AT_ONCE, strict=False):
                there = findable.rows().filter(pk__in=some).values_list("pk", flat=True)
                keep(findable.entries(list(there)))


def _addresses(house: str, slug: str) -> re.Pattern[str]:
    """What an address within the community looked like, with its house or without."""
    begins = f"(?:{re.escape(house)}|(?<![\\w/.:-]))" if house else r"(?<![\w/.:-])"
    return re.compile(
        rf"{begins}(?:/c/{re.escape(slug)}(?:/(?P<path>[a-z-]+)/(?P<key>\d{{1,18}}))?(?![\w-])|/files/(?P<file>\d{{1,18}})/)"
    )


def _sieved(said: Any) -> Any:
    """HTML as the house may show it, also where it stands in a list."""
    return [_sieved(one) for one in said] if isinstance(said, list) else SIEVE_OF_STORED.clean(str(said))


def _moment(said: Any) -> datetime:
    """When somebody was here first, or a file came; now where the file does not say."""
    found = parse_datetime(said) if isinstance(said, str) else None
    return found if found is not None and found.tzinfo is not None else timezone.now()
