"""Letters taken apart, and nothing of them lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.lib.mail.quoting import Kind, parts_of

W, Q, S, F = Kind.WRITTEN, Kind.QUOTE, Kind.SIGNATURE, Kind.FOOTER


def kinds(text: str) -> list[Kind]:
    assert "".join(part.text for part in parts_of(text)) == text
    return [part.kind for part in parts_of(text) if part.text.strip()]


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 6 Jan 2003 at 10:00, Ann Reed wrote:",
        "On Monday 6 January 2003 10:00,\nAnn Reed <ann at example.org> wrote:",
        "Am 06.01.2003 um 10:00 schrieb Ann Reed:",
        "Le 6 janv. 2003 à 10:00, Ann Reed a écrit :",
        "El 6/1/2003, Ann Reed escribió:",
        "W dniu 6.01.2003 o 10:00, Ann Reed pisze:",
        "Den 6 jan 2003 skrev Ann Reed:",
        "Ann Reed wrote:",
        "Ann Reed writes:",
        "2003/1/6 Ann Reed <ann at example.org>:",
    ],
)
def test_attributions_of_many_languages(attribution: str) -> None:
    first, second = (part for part in parts_of(f"{attribution}\n> Soft reeds?\n\nHard ones.\n") if part.text.strip())
    assert (first.kind, first.attribution, first.body) == (Q, attribution + "\n", "> Soft reeds?\n")
    assert second.text.strip() == "Hard ones."


def test_a_header_line_above_a_quote_says_whose_it_is() -> None:
    line = 'From: "Ada Reed" <…@…>\n'
    written, quote, answer = parts_of(f"Hello.\n\n{line}> Soft reeds?\n\nHard ones.\n")
    assert (written.kind, quote.kind, quote.attribution, answer.kind) == (W, Q, line, W)
    assert [part.kind for part in parts_of(f"{line}\nHard ones.\n")] == [W]


def test_interleaved_answers_keep_their_order() -> None:
    assert kinds("Ann wrote:\n> One?\n\nYes.\n\n> Two?\n> Three?\n\nNo.\n-- \nBen\n") == [Q, W, Q, W, S]


def test_outlook_folds_everything_below_the_original_message() -> None:
    text = (
        "Mine.\n\n-----Original Message-----\nFrom: Ann\nSent: Monday\nTo: Ben\nSubject: Reeds\n\nTheirs.\n-- \nAnn\n"
    )
    assert kinds(text) == [W, Q]
    assert parts_of(text)[1].attribution.startswith("-----Original")
    assert kinds("Meins.\n\nVon: Ann\nGesendet: Montag\nAn: Ben\nBetreff: Rohre\n\nIhres.\n") == [W, Q]


def test_forward_without_words_of_ones_own_stays_open() -> None:
    assert W in kinds("---------- Forwarded message ----------\nFrom: Ann\nDate: Monday\nSubject: Reeds\n\nTheirs.\n")


RULE = "_" * 32
WRAPPED = (
    "From: loom <loom-bounces@lists.loom.example> on behalf of\nBo Spinner <bo@loom.example>\n"
    "Sent: Monday\nTo: loom@lists.loom.example\nSubject: [loom] Warp\n"
)


@pytest.mark.parametrize(
    "rule", [f"{RULE}\n", "-----Original Message-----\n", "  _____  \n\n", f"{'-' * 40}\n", "", f"{RULE}\n\n"]
)
@pytest.mark.parametrize(
    "head",
    [
        "From: loom <loom-bounces@lists.loom.example>\nSent: Monday\nTo: loom@lists.loom.example\nSubject: Warp\n",
        "Von: Loom-Mailing-List\nGesendet: Montag\nAn: loom@lists.loom.example\nBetreff: Kette\n",
        WRAPPED,
    ],
)
def test_the_lists_own_address_makes_no_footer_of_a_question(rule: str, head: str) -> None:
    quote = f"{rule}{head}\nWhich warp should I buy?\n\nBo\n"
    written, quoted = parts_of(f"A tighter one.\n\n{quote}")
    assert (written.kind, quoted.kind, quoted.text) == (W, Q, quote)
    assert quoted.attribution == rule + head
    footer = f"\n{RULE}\nloom mailing list\nhttps://lists.loom.example/mailman/listinfo/loom\n"
    # What the list added to the question is quoted with it; what it added to this letter stands below all.
    assert kinds(f"A tighter one.\n\n{quote}{footer}\nMine:\nmore\n{footer}") == [W, Q, F]


def test_a_disclaimer_hides_no_quote() -> None:
    said = "This e-mail is confidential and intended for the addressee.\nIf it is not you, delete it.\n\nLoom Ltd.\n\n"
    for quote in (
        "On Mon, 6 Jan 2003, Ada wrote:\n> Soft?\n> Hard?\n",
        "> Soft?\n",
        "-----Original Message-----\nFrom: Ada\nSent: Monday\nTo: Bo\n\nSoft?\n",
        f"{RULE}\nFrom: Ada <ada@lists.loom.example>\nSent: Monday\nTo: Bo\nSubject: Warp\n\nSoft?\n",
        "On Mon, 6 Jan 2003 at 10:00, Ada Reed wrote:\n\nSoft?\n",
    ):
        written, footer, quoted = (part for part in parts_of(f"Mine.\n\n{said}{quote}") if part.text.strip())
        assert (written.kind, footer.kind, quoted.kind) == (W, F, Q), quote
        assert footer.text.strip() == said.strip()
        assert quoted.text == quote
    assert F not in kinds("Mine.\n\nThis message is confidential.\n" + "But there is more.\n" * 60)


def test_unmarked_quote_below_an_answer() -> None:
    assert kinds("Mine.\n\nOn Mon, 6 Jan 2003 at 10:00, Ann Reed wrote:\n\nTheirs.\nMore.\n") == [W, Q]


def test_signatures() -> None:
    assert kinds("Words.\n-- \nAnn Reed\nexample.org\n") == [W, S]
    assert kinds("Words.\n\nSent from my telephone\n") == [W, S]
    assert kinds("Words.\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n") == [W, S]
    assert kinds("Words -- and more\n--- a rule\nMore.\n") == [W]


def test_footers() -> None:
    assert kinds(
        "Words.\n_______________________________________________\nReeds mailing list\nReeds@example.org\n"
        "http://example.org/listinfo/reeds\n"
    ) == [W, F]
    assert kinds(
        "Words.\n-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL:"
        " http://example.org/a\n"
    ) == [W, F]
    assert kinds("Words.\n-------------- next part --------------\nmore = words\n") == [W, F, W]
    assert kinds("Words.\n\nThis e-mail is confidential and intended for the addressee.\nDelete it.\n") == [W, F]


def test_session_of_python_is_no_quote() -> None:
    assert kinds("Try this:\n\n>>> 1 + 1\n2\n>>> 2 + 2\n4\n") == [W]
    assert Q in kinds("Ann wrote:\n>>> No.\n>> Yes.\n> Well.\n")


LINES = st.sampled_from(
    [
        "",
        "Words.",
        "> quoted",
        ">> twice",
        "-- ",
        "On Mon, 6 Jan 2003, Ann wrote:",
        "-----Original Message-----",
        "From: Ann",
        "Sent: now",
        "To: Ben",
        "_" * 47,
        "Reeds mailing list",
        "-------------- next part --------------",
        "An HTML attachment was scrubbed...",
        "URL: x",
        "This message is confidential",
        ">>> 1",
        "\t",
        "Sent from my phone",
        "-----BEGIN PGP SIGNATURE-----",
        "-----END PGP SIGNATURE-----",
        "\x0b",
        "a\rb",
        "\u2028",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(LINES, max_size=25).map("\n".join)), st.booleans())
def test_joined_the_parts_are_the_text(text: str, within: bool) -> None:
    parts = parts_of(text, within_quote=within)
    assert "".join(part.text for part in parts) == text
    assert all(part.text.startswith(part.attribution) for part in parts)
