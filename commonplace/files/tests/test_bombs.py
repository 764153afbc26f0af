"""Documents that unpack to far more than they weigh, one inside another: what is unpacked is counted once for all."""

import io
import struct
import zipfile

import pytest

from commonplace.files.formats import recognise
from commonplace.files.refusals import FileRefused
from commonplace.files.tests import samples
from commonplace.lib import unpacking

MIB = unpacking.MIB


@pytest.fixture
def spent(monkeypatch) -> list[int]:
    """The sizes and entries that were spent, by whoever."""
    told = [0, 0]
    plain = unpacking.Budget.spend

    def spend(self: unpacking.Budget, *, size: int = 0, entries: int = 0) -> None:
        told[0], told[1] = told[0] + size, told[1] + entries
        plain(self, size=size, entries=entries)

    monkeypatch.setattr(unpacking.Budget, "spend", spend)
    return told


def code_for(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        recognise("a.docx", data)
    return refused.value.code


def zipped(entries: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_many_documents_inside_one_share_its_budget(spent: list[int]):
    inner = samples.word({"word/media/a.xml": bytes(19 * MIB)})
    data = samples.word({f"word/embeddings/{number}.docx": inner for number in range(50)})
    assert code_for(data) == "unpacks-too-large"
    assert spent[0] <= unpacking.Budget.for_packed(len(data)).size + MIB


def test_entries_of_all_documents_are_counted_together(spent: list[int]):
    inner = samples.word({str(number): b"" for number in range(900)})
    data = samples.word({f"word/embeddings/{number}.docx": inner for number in range(10)})
    assert code_for(data) == "unpacks-too-large"
    assert spent[1] <= unpacking.ENTRIES


def test_records_of_entries_are_counted_before_any_is_read(spent: list[int]):
    bomb = samples.word()
    at = bomb.index(b"PK\x01\x02")
    record = bomb[at : at + 46 + struct.unpack_from("<H", bomb, at + 28)[0]]
    many = bomb[:at] + record * 20_000 + bomb[-22:-10] + struct.pack("<IIH", len(record) * 20_000, at, 0)
    assert code_for(many) == "unpacks-too-large"
    assert code_for(samples.word({"word/embeddings/a.docx": many})) == "unpacks-too-large"
    assert spent[1] <= 3, "the records were not even read"


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_without_a_bound_are_refused(spent: list[int], packing: int):
    assert code_for(zipped({**samples.WORD, "word/a.xml": bytes(30 * MIB)}, packing)) == "damaged"
    assert spent[0] == 0


def test_an_archive_that_holds_itself_is_as_deep_as_any(spent: list[int]):
    data = samples.word()
    for _ in range(30):
        data = samples.word({"word/embeddings/a.docx": data})
    assert code_for(data) == "unpacks-too-large"
    assert spent[0] < 200_000


def test_entries_that_lie_over_each_other_are_refused(spent: list[int]):
    data = bytearray(samples.word({"a": bytes(5 * MIB), "b": bytes(5 * MIB)}))
    first, second = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02")), data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert code_for(bytes(data)) == "damaged"
    assert spent[0] <= 11 * MIB


def test_a_document_inside_is_no_larger_than_memory_bears(spent: list[int]):
    noise = zipped({"word/document.xml": b"x", "[Content_Types].xml": b"<Types/>"}, zipfile.ZIP_STORED)
    data = zipped({**samples.WORD, "word/embeddings/a.docx": bytes(40 * MIB) + noise, "b": bytes(range(256)) * 4096})
    assert code_for(data) == "unpacks-too-large"
    assert spent[0] <= 34 * MIB
