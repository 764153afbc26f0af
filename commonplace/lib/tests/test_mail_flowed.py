"""Text that flows (RFC 3676): words, links and quotes whole again."""

import pytest

from commonplace.lib.mail.flowed import unwrapped

FLOWED = "text/plain; charset=utf-8; format=flowed"
DELSP = f"{FLOWED}; delsp=yes"


@pytest.mark.parametrize(
    ("kind", "text", "whole"),
    [
        (FLOWED, "The warp is \ntight. \nDone.\nNext.", "The warp is tight. Done.\nNext."),
        (DELSP, "The shut \ntle, https://loom.example/a/ \nb/c", "The shuttle, https://loom.example/a/b/c"),
        (DELSP, "糸が切れ \nました。", "糸が切れました。"),
        (
            FLOWED,
            "> The warp \n> is tight.\n> \n>> No \n>> it is not.\nYes.",
            "> The warp is tight.\n>\n>> No it is not.\nYes.",
        ),
        (FLOWED, "> > The warp \n> > is tight.", ">> The warp is tight."),
        (FLOWED, "> deeper \n>> and other \nmine", "> deeper\n>> and other\nmine"),
        (FLOWED, " From here \nto there\n  two blanks", "From here to there\n two blanks"),
        (FLOWED, "Words \n-- \nAda \nLoom", "Words\n-- \nAda Loom"),
        (FLOWED, "> Words \n> -- \n> Ada", "> Words\n> -- \n> Ada"),
        (FLOWED, "One \n\nTwo ", "One\n\nTwo"),
        (FLOWED, "One \r\ntwo", "One two"),
        ('text/plain; Format="Flowed"; DelSp="Yes"', "a \nb", "ab"),
        ("text/plain", "a \nb", "a \nb"),
        ("text/plain; format=fixed", "a \nb", "a \nb"),
    ],
)
def test_paragraphs_are_whole(kind: str, text: str, whole: str) -> None:
    assert unwrapped(text, kind) == whole


def test_no_word_is_lost() -> None:
    text = "".join(f"{'>' * (n % 3)} word{n} {' ' if n % 2 else ''}\n" for n in range(50))
    assert [one for one in unwrapped(text, FLOWED).split() if one[0] == "w"] == [f"word{n}" for n in range(50)]
