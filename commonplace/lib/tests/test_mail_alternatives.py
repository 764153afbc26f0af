"""Which texts of a letter are kept, through parts within parts."""

from pathlib import Path

import pytest

from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.message import MailMessage, read

LONG = " ".join(f"word{n}" for n in range(80))


def of(kind: str, *parts: str) -> str:
    mark = f"b{abs(hash((kind, parts)))}"
    inner = "".join(f"--{mark}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{inner}--{mark}--\n'


def plain(words: str, more: str = "") -> str:
    return f"Content-Type: text/plain{more}\n\n{words}\n"


def html(words: str) -> str:
    return f"Content-Type: text/html\n\n<html><head><style>p {{ x: y }}</style></head><p>{words}</p></html>\n"


def picture(name: str) -> str:
    return f"Content-Type: image/png; name={name}\nContent-ID: <x>\n\nPNG\n"


def letter(body: str) -> MailMessage:
    data = f"From: ada@wells.example\nSubject: Parts\n{body}".encode()
    found = read(RawMessage(Path("a.mbox"), 0, data, len(data)))
    assert isinstance(found, MailMessage)
    return found


FOOTER = plain("____________________\nloom mailing list", "\nContent-Disposition: inline")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (of("mixed", html("The warp."), FOOTER), "The warp.\n\n____________________\nloom mailing list"),
        (of("mixed", plain("See below."), html("Three looms.")), "See below.\n\nThree looms."),
        (of("mixed", html("First."), plain("Second."), html("Third.")), "First.\n\nSecond.\n\nThird."),
        (of("alternative", plain("The warp."), html("The warp.")), "The warp."),
        (of("mixed", of("alternative", plain("The warp."), html("The warp.")), html("Added.")), "The warp.\n\nAdded."),
        (of("mixed", of("alternative", plain("A."), html("A.")), of("alternative", html("B."))), "A.\n\nB."),
        (of("alternative", plain("A."), of("related", html("A."), picture("a.png"))), "A."),
        (of("related", html("A."), picture("a.png")), "A."),
        (of("alternative", plain("A."), of("mixed", html("A."), plain("And a note."))), "A.\n\nAnd a note."),
        (of("alternative", plain("A."), of("mixed", html("A."), plain("A."))), "A."),
        (of("alternative", of("mixed", plain("A."), html("B.")), html("A. B.")), "A.\n\nB."),
        (
            of("signed", of("alternative", plain("A."), html("A.")), "Content-Type: application/pgp-signature\n\nx\n"),
            "A.",
        ),
        (of("signed", of("mixed", html("A."), FOOTER), picture("s")), "A.\n\n____________________\nloom mailing list"),
        (of("alternative", html("Old."), html("New.")), "New."),
        (of("alternative", plain("A."), "Content-Type: text/enriched\n\n<bold>A.</bold>\n", html("A.")), "A."),
        ("Content-Type: text/enriched\n\n<bold>A <<b></bold>\nc\n\nd\n", "A <b> c\nd"),
        (of("mixed", plain("The letter.", "; name=letter.txt"), plain("Not it.", "; name=b.txt")), "The letter."),
    ],
)
def test_html_is_left_out_only_where_the_same_words_stand_beside_it(body: str, text: str) -> None:
    assert letter(body).text == text


@pytest.mark.parametrize(
    ("said", "markup", "text"),
    [
        ("", "The warp.", "The warp."),
        (" \n-- \n", "The warp.", "The warp."),
        ("To see this message, use a program that shows HTML.", "The warp is tight.", "The warp is tight."),
        ("Diese Nachricht bitte im Browser lesen: https://x.example/1", "Die Kette reißt.", "Die Kette reißt."),
        ("Ta wiadomość jest w formacie HTML.", "Osnowa się rwie.", "Osnowa się rwie."),
        (
            "I prefer HTML, said the weaver.",
            "I prefer <b>HTML</b>, said the weaver.",
            "I prefer HTML, said the weaver.",
        ),
        ("word1 word2", LONG, LONG),
        ("Only here. Look.", LONG, f"Only here. Look.\n\n{LONG}"),
        (
            "The warp. https://x.example/a/b/c/d/e/f [image: loom]",
            "The <a href='https://x.example/a/b'>warp</a>.",
            None,
        ),
        ("糸が切れ\nました。", "糸が切れました。", "糸が切れ\nました。"),
        ("Größe", "Gr&ouml;&szlig;e", "Größe"),
        # Without any word, as phones answer.
        ("👍", "👍", "👍"),
        ("💧 💧", "&#128167; &#128167;", "💧 💧"),
        (LONG * 3, f"{LONG} {LONG} {LONG} html only", LONG * 3),
    ],
)
def test_plain_text_that_says_nothing_does_not_hide_the_letter(said: str, markup: str, text: str | None) -> None:
    assert letter(of("alternative", plain(said), html(markup))).text == (said if text is None else text)


def test_pictures_and_files_of_every_branch_stay() -> None:
    body = of("alternative", plain("A."), of("related", html("A."), picture("a.png"), picture("b.png")))
    assert [one.name for one in letter(of("mixed", body, picture("c.png"))).attachments] == ["a.png", "b.png", "c.png"]


def test_forms_for_other_programs_are_no_files() -> None:
    amp = "Content-Type: text/x-amp-html\n\n<html amp>A.</html>\n"
    found = letter(of("alternative", plain("A."), amp, html("A.")))
    assert (found.text, found.attachments) == ("A.", ())
    assert [one.content_type for one in letter(of("mixed", plain("A."), amp)).attachments] == ["text/x-amp-html"]


def test_base64_left_on_by_an_archive() -> None:
    words = "Osnowa jest napięta, wątek czeka, a czółenko leży na parapecie i nikt go nie rusza."
    data = (
        "T3Nub3dhIGplc3QgbmFwacSZdGEsIHfEhXRlayBjemVrYSwgYSBjesOzxYJlbmtvIGxlxbx5IG5h\n"
        "IHBhcmFwZWNpZSBpIG5pa3QgZ28gbmllIHJ1c3phLg=="
    )
    assert letter(f"\n{data}\n\n-- \nAda\n").text == f"{words}\n\n-- \nAda"
    key = "AAAAB3NzaC1yc2EAAAADAQABAAABAQC7f3k2mQ9x0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r"
    assert letter(f"\n{key}\n").text == key
