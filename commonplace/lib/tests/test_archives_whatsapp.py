"""WhatsApp's exported text: every form a phone writes, no number shown, and the same keys a year later."""

import codecs
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.archives import whatsapp
from commonplace.lib.archives.stream import Author, Doubt, Joined, Message, NotThisKind, PassedOver, Place, Record, Why
from commonplace.lib.tests.archived import counted, hangs_together, keys, real


def written(folder: Path, *lines: str, name: str = "WhatsApp Chat with Reeds.txt", charset: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([*lines, ""]).encode(charset))
    return path


def read(path: Path) -> list[Record]:
    return list(whatsapp.opens([path]).records())


def said(records: Sequence[Record]) -> list[str]:
    return [one.text for one in records if isinstance(one, Message)]


def names(records: Sequence[Record]) -> list[str]:
    return [one.name for one in records if isinstance(one, Author)]


def passed(records: Sequence[Record]) -> list[Why]:
    return [one.why for one in records if isinstance(one, PassedOver)]


def test_where_nothing_tells_the_day_that_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "3/4/24, 15:00 - Rosa: one", "3/4/24, 15:01 - Hal: two", "3/4/24, 15:02 - Ines: three")
    reader = whatsapp.opens([path])
    assert reader.doubts == (Doubt.DAY_OR_MONTH,)
    first = next(one for one in reader.records() if isinstance(one, Message))
    assert first.at == datetime(2024, 4, 3, 15, 0, tzinfo=UTC)


ANDROID = (
    "03.04.24, 15:00 - Messages and calls are end-to-end encrypted. Nobody outside of it can read them. Tap to learn.",
    '03.04.24, 15:00 - Ines created group "Reeds"',
    "03.04.24, 15:01 - Rosa: How does one dry a reed?",
    "In *winter*, _slowly_?",
    "",
    "> as it was said",
    "03.04.24, 15:02 - +48 600 700 800: In rice",
    "13.04.24, 15:03 - Hal: IMG-20240413-WA0001.jpg (file attached)",
    "our box",
    "13.04.24, 15:04 - Hal: <Media omitted>",
    "13.04.24, 15:05 - Rosa: This message was deleted",
    "13.04.24, 15:06 - Rosa: nine days <This message was edited>",
    "13.04.24, 15:07 - Tomasz joined using this group's invite link",
    "13.04.24, 15:08 - Tomasz: call me on +48 600 700 801 or tomasz@example.org",
    "13.04.24, 15:09 - Hal: @\u2068Rosa\u2069 and @48600700800 know",
    "13.04.24, 15:10 - Hal: null",
)


def test_what_android_writes(tmp_path: Path) -> None:
    records = read(written(tmp_path, *ANDROID))
    assert records[0] == Place("reeds", "Reeds", is_closed=True)
    assert names(records) == ["Rosa", "Someone (1)", "Hal", "Tomasz"]
    assert said(records) == [
        "How does one dry a reed?\nIn **winter**, *slowly*?\n\n> as it was said", "In rice", "our box", "", "nine days",
        "call me on … or …", "Rosa and Someone (1) know",
    ]  # fmt: skip
    assert passed(records) == [Why.SYSTEM, Why.SYSTEM, Why.DELETED, Why.EMPTY]
    assert [one.author for one in records if isinstance(one, Joined)] == ["name/Tomasz"]
    files = [[file.name for file in one.enclosures] for one in records if isinstance(one, Message)]
    assert files == [[], [], ["IMG-20240413-WA0001.jpg"], ["Media omitted"], [], [], []]
    last = [one for one in records if isinstance(one, Message)][-1]
    assert last.mentions == (
        "name/Rosa",
        next(one.key for one in records if isinstance(one, Author) if "(" in one.name),
    )
    assert hangs_together(records)


def test_a_number_is_nowhere_in_the_stream(tmp_path: Path) -> None:
    told = repr(read(written(tmp_path, *ANDROID)))
    assert "600" not in told.replace("\xa0", " ")
    assert "48600700800" not in told


def test_what_ios_writes(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "[03.04.24, 15:00:00] Schilf: \u200eNachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe für mehr.",
        "[03.04.24, 15:00:10] Ines: \u200eInes hat diese Gruppe erstellt",
        "[03.04.24, 15:01:00] ~\u202fRosa: Wie trocknet man ein Rohrblatt?",
        "\u200e[13.04.24, 15:02:00] Hal: \u200eBild weggelassen",
        "\u200e[13.04.24, 15:03:00] Hal: \u200e<Anhang: 00000007-PHOTO-2024-04-13.jpg>",
        "[13.04.24, 15:04:00] Ines: \u200eDiese Nachricht wurde gelöscht.",
        "[13.04.24, 15:05:00] Ines: in Reis \u200e<Diese Nachricht wurde bearbeitet.>",
        name="_chat.txt",
    )
    (tmp_path / "00000007-PHOTO-2024-04-13.jpg").write_bytes(b"a picture")
    reader = whatsapp.opens([tmp_path])
    records = list(reader.records())
    assert reader.title == "Schilf"
    assert path.exists()
    assert said(records) == ["Wie trocknet man ein Rohrblatt?", "", "", "in Reis"]
    assert names(records) == ["Rosa", "Hal", "Ines"]
    assert passed(records) == [Why.SYSTEM, Why.SYSTEM, Why.DELETED]
    photo = [one for one in records if isinstance(one, Message)][2].enclosures[0]
    assert photo.open is not None
    with photo.open() as file:
        assert file.read() == b"a picture"


ARABIC = (
    "٣‏/٤‏/٢٠٢٤، ٣:٠٠ م - الرسائل والمكالمات مشفرة تمامًا بين الطرفين. لا يمكن لأي شخص، ولا حتى واتساب، قراءتها.",
    "٣‏/٤‏/٢٠٢٤، ٣:٠١ م - ليلى: كيف نجفف القصبة؟",
    "١٣‏/٤‏/٢٠٢٤، ٣:٠٢ م - أمارا: <الوسائط غير مدرجة>",
    "١٣‏/٤‏/٢٠٢٤، ٣:٠٣ م - ليلى: تم حذف هذه الرسالة",
    "١٣‏/٤‏/٢٠٢٤، ٣:٠٤ م - سامي: في الأرز",
)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_group_in_arabic(tmp_path: Path, charset: str) -> None:
    records = read(written(tmp_path, *ARABIC, name="دردشة واتساب مع القصب.txt", charset=charset))
    assert records[0] == Place("القصب", "القصب", is_closed=True)
    assert said(records) == ["كيف نجفف القصبة؟", "", "في الأرز"]
    assert passed(records) == [Why.SYSTEM, Why.DELETED]
    assert next(one.at for one in records if isinstance(one, Message)) == datetime(2024, 4, 3, 15, 1, tzinfo=UTC)


def test_a_group_in_german_in_the_charset_of_an_old_editor(tmp_path: Path) -> None:
    lines = (
        "03.04.24, 15:01 - Jörg: Die Blätter müssen für den Übergang größer sein, schöne Grüße",
        "13.04.24, 15:02 - Änne: <Medien ausgeschlossen>",
        "13.04.24, 15:03 - Jörg: Du hast diese Nachricht gelöscht.",
        '13.04.24, 15:04 - Änne hat den Betreff von "Rohr: alt" zu "Rohr: neu" geändert',
        "13.04.24, 15:05 - Uwe: früher",
    )
    records = read(written(tmp_path, *lines, name="WhatsApp Chat mit Rohr.txt", charset="windows-1252"))
    assert names(records) == ["Jörg", "Änne", "Uwe"]
    assert passed(records) == [Why.DELETED, Why.SYSTEM]
    assert said(records)[0].endswith("schöne Grüße")


@pytest.mark.parametrize(
    ("name", "deleted", "omitted"),
    [
        ("Chat de WhatsApp con Cañas.txt", "Se eliminó este mensaje.", "<Multimedia omitido>"),
        ("Conversa do WhatsApp com Cañas.txt", "Mensagem apagada", "<Mídia oculta>"),
    ],
)
def test_a_group_in_spanish_and_portuguese(tmp_path: Path, name: str, deleted: str, omitted: str) -> None:
    lines = (
        f"13/4/24 15:01 - Rosa: {omitted}",
        f"13/4/24 15:02 - Hal: {deleted}",
        "13/4/24 15:03 - Ines: buenas",
        "13/4/24 15:04 - Rosa cambió el asunto de «a: b» a «Cañas»",
    )
    records = read(written(tmp_path, *lines, name=name))
    assert records[0] == Place("canas", "Cañas", is_closed=True)
    assert (said(records), passed(records)) == (["", "buenas"], [Why.DELETED, Why.SYSTEM])


def test_a_chat_of_two_is_not_taken(tmp_path: Path) -> None:
    lines = ("03.04.24, 15:01 - Rosa: only for you", "03.04.24, 15:02 - Hal: thank you")
    records = read(written(tmp_path, *lines, name="WhatsApp Chat with Rosa.txt"))
    assert counted(records) == {Why.PRIVATE: 2}


def test_two_exports_a_year_apart_give_the_same_keys(tmp_path: Path) -> None:
    first = [*ANDROID, "14.04.24, 10:00 - Hal: ok", "14.04.24, 10:00 - Hal: ok"]
    later = [*first, "03.04.25, 10:00 - Hal: a year on", "03.04.25, 10:01 - +48 600 700 801: still rice"]
    (tmp_path / "later").mkdir()
    before = read(written(tmp_path, *first))
    after = read(written(tmp_path / "later", *later, name="WhatsApp Chat with Reeds (1).txt"))
    old, new = {one.key for one in before if hasattr(one, "key")}, {one.key for one in after if hasattr(one, "key")}
    assert old <= new
    assert len(new - old) == 3
    assert hangs_together(after)


def test_a_file_that_stops_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Reeds.txt"
    path.write_text("\n".join([*ANDROID[2:6], "13.04.24, 15:02 - Hal: whole", "13.04.24, 15"]))
    records = read(path)
    assert said(records)[-1] == "whole"
    assert passed(records) == [Why.DAMAGED]


def test_what_stands_before_the_first_line_is_told(tmp_path: Path) -> None:
    records = read(written(tmp_path, "forwarded from my phone", *ANDROID[2:4]))
    assert passed(records) == [Why.DAMAGED]
    assert len(said(records)) == 1


def test_a_date_before_whatsapp_is_damage(tmp_path: Path) -> None:
    records = read(written(tmp_path, "03.04.1969, 15:01 - Rosa: early", *ANDROID[2:4]))
    assert passed(records) == [Why.DAMAGED]


def test_a_message_without_end_is_too_large(tmp_path: Path) -> None:
    records = read(written(tmp_path, ANDROID[2], *["x" * 1_000] * 300, ANDROID[6]))
    assert passed(records) == [Why.TOO_LARGE]
    assert said(records) == ["In rice"]


@pytest.mark.parametrize("data", [b"", b"\x00" * 500, b"hello\nworld\n", codecs.BOM_UTF16_LE + b"\x00", b"{}"])
def test_what_is_no_export_is_not_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(data)
    with pytest.raises(NotThisKind):
        whatsapp.opens([path])


@given(
    st.lists(
        st.tuples(st.sampled_from(["Rosa", "Hal", "~ Ines", "+1 202 555 0100"]), st.text(max_size=80)), max_size=12
    )
)
def test_every_line_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, str]]) -> None:
    lines = [
        f"13.04.24, 15:{n:02} - {name}: {text.splitlines()[0] if text.splitlines() else ''}"
        for n, (name, text) in enumerate(drawn)
    ]
    path = written(tmp_path_factory.mktemp("chat"), *ANDROID[2:3], *lines)
    records = read(path)
    told = counted(records)
    assert sum(told.values()) - told.get("Place", 0) - told.get("Author", 0) == len(drawn) + 1
    assert hangs_together(records)


def test_it_reads_the_same_again(tmp_path: Path) -> None:
    reader = whatsapp.opens([written(tmp_path, *ANDROID)])
    assert keys(reader.records()) == keys(reader.records())


@pytest.mark.parametrize(
    ("name", "messages"),
    [("lorem-2000", 2000), ("lorem-merge-part1", 300), ("lorem-merge-part2", 300), ("pokemon", 18)],
)
def test_real_forms(name: str, messages: int) -> None:
    reader = whatsapp.opens([real("whatsapp") / f"{name}.txt"])
    records = list(reader.records())
    assert counted(records)["Message"] == messages
    assert hangs_together(records)
    assert reader.doubts == ()
