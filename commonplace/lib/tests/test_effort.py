"""What a text costs grows with its length and no faster, whatever is in it; counted, never timed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonplace.lib import effort
from commonplace.lib.mail.identity import Identities
from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.markup import text_of_html
from commonplace.lib.mail.message import MailMessage, read
from commonplace.lib.mail.names import name_key
from commonplace.lib.mail.quoting import parts_of
from commonplace.lib.mail.rendering import rendered, unfolded
from commonplace.lib.mail.senders import Sender
from commonplace.lib.mail.threading import Assembler
from commonplace.lib.markdown import MAX_SOURCE, names_after_at, render
from commonplace.lib.mentions import Candidate
from commonplace.lib.tests.work import work
from commonplace.lib.text import excerpt, normalized, plain, tidy


def mention(candidate: Candidate) -> str | None:
    return "/c/stick/people/1" if candidate.name.lower() == "a" else None


def markdown(source: str) -> object:
    return render(source, mention=mention)


def letter(text: str) -> object:
    return rendered(text)


def whole_letter(text: str) -> object:
    return read(RawMessage(Path("a"), 0, b"From: a@b.example\n" + text.encode(), len(text)))


def html_letter(text: str) -> object:
    head = b"From: a@b.example\nContent-Type: text/html\n\n"
    return read(RawMessage(Path("a"), 0, head + text.encode(), len(text)))


def headers(text: str) -> object:
    line = text.replace("\n", " ")
    head = "\n".join(f"{name}: {line}" for name in ("From", "Subject", "Date", "References", "In-Reply-To"))
    return read(RawMessage(Path("a"), 0, f"{head}\n\nwords".encode(), len(head)))


MARKDOWN = [
    *(
        "![![](",
        "[![](",
        "[![",
        "![",
        "[",
        "]",
        "[[]",
        "![[]",
        "![\n",
        "[\n",
        "[a][",
        "[a](",
        "[](",
        "![a](b",
        "[a](b)",
    ),
    *("[a]: b\n", "[a]:\n'", "[a](<", '[a](b "', "[a]: b (", "![![](a)](b)", "[![a](b)", "[a]: <b> 'c\n", "[a]\n\n"),
    *("*", "*a ", "**a", "*a_", "***a", "_a_ ", "~~", "~~~a", "*_~~", "`", "`a", "``a`", "\\", "\\[", "\\\n"),
    *("<", "<a:", "<a@b", "<a@b.c>", "&", "&#", "&amp;", "http://a(", "www.a ", "http://["),
    *("@a ", "@a b c d e ", "a@", "@a’ b’ c’ d’ "),
    *("> ", "> a\n", ">", "- ", "- a\n", "1. ", "- > ", "  - a\n", "-\n", "- ```\n", ">a\nb\n", "* * ", "- a\n\n"),
    *("# a\n", "---\n", "a\n-\n", "a\n=", "```\n", "~~~", "    a\n", "\t", "\n", "\n\n", "a\n", "  \n", " ", "a"),
    *("|", "a|", "||", "|a|b\n", "|-|\n", "-|-\n", "| a |\n|-|\n", "|a|b\n|-|-\n", ":-:|"),
    *("a\u0301\u0323", "\u0301\u0323", "日", "\u00a0", "é"),
]
MAIL = [
    *("a@", "a@a@", "@a.b ", "a@a.b@", "a at a.b ", " at ", "a (at) a", "a dot a ", "[at]", "a%40a", "mailto:"),
    *("http://a]", "> a\n", ">", "A> a\n", ">>> a\n", "a\n> a\n", "On 2001 a wrote:\n> a\n"),
    *("a:\n", "a wrote:\n\n", "> > a\n"),
    *("From: a\n", "From: a\nTo: a\nDate: a\n", "From: a\nTo: a\nDate: a\n> q\n", "-----Original Message-----\n"),
    *("____________________\n", "____________________\n\n", "-- \n", "-- \na\n\n"),
    *("disclaimer a\n", "Sent from my a\n"),
    *("-----BEGIN PGP SIGNATURE-----\n", "-------------- next part --------------\n", "Name: a\n"),
    *("\n", " \n", "\n ", "| a |\n", "a   a   a\n", "+--+\n", "a(", "a = ", "{\n", "* a\n", "-", "  "),
    *("=?a?q?a?= ", "=?a?q?", "=?", "=41", "=\n", "<a@b>", "<", "(", '"', "\\", "re: ", "[a] ", "(was ", "a via "),
    *("<b>a", "<td>a", "<p>", "<a href=http://x>a", "<svg>", "</b>", "<script>", "<!--", "<pre>a"),
    *("<![CDATA[", "<a b='", "<blockquote>", "</a"),
    *("@@ -1,9 +1,9 @@\na\n", "diff --git a b\n", "Index: a\n\n", " a | 1 +\n", "1c1\n< a\n", "*** a\n--- a\n"),
    *("begin 644 a\n", "begin 644 a\n#0V%T\n", "[a] a\n", "1:1 a\n", "+a\n", "a.a:1 ", "\x1b$B", "+A", "a \n> a \n"),
    *("<title>", "&#", "a: b\n", " a\n", "--a\n", "Content-Type: multipart/mixed; boundary=a\n\n"),
]
READERS: list[Callable[[str], object]] = [letter, whole_letter, html_letter, headers]
PLAIN: list[Callable[[str], object]] = [names_after_at, tidy, plain, excerpt]

# From one size to the next, four times as large. A quadratic cost would be sixteen times as high.
SMALL, AT_MOST = 400, 7


def growth(reader: Callable[[str], object], fragment: str, small: int = SMALL) -> float:
    def of(size: int) -> int:
        text = (fragment * size)[:size]
        return work(lambda: reader(text))

    of(small)  # what is worked out once is not the text's
    return of(4 * small) / (of(small) + 2000)


@pytest.mark.parametrize("fragment", MARKDOWN, ids=repr)
def test_markdown_costs_no_more_than_its_length(fragment: str):
    assert growth(markdown, fragment) < AT_MOST


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_mail_costs_no_more_than_its_length(reader: Callable[[str], object]):
    grown = {fragment: growth(reader, fragment) for fragment in MAIL}
    assert {fragment: times for fragment, times in grown.items() if times >= AT_MOST} == {}


@pytest.mark.parametrize("reader", PLAIN, ids=lambda reader: reader.__name__)
def test_other_readings_cost_no_more_than_the_length(reader: Callable[[str], object]):
    grown = {fragment: growth(reader, fragment) for fragment in [*MARKDOWN, *MAIL]}
    assert {fragment: times for fragment, times in grown.items() if times >= AT_MOST} == {}


@settings(max_examples=20, deadline=None)
@example("![![]([a](b)``a`")
@given(st.lists(st.sampled_from(MARKDOWN), min_size=2, max_size=5).map("".join))
def test_markdown_of_several_fragments_costs_no_more_than_its_length(fragment: str):
    # A short text may cost more and more, within the steps that any text has (`effort.MORE_STEPS`).
    assert growth(markdown, fragment, small=4 * SMALL) < AT_MOST


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(MAIL), min_size=2, max_size=5).map("".join), st.sampled_from(READERS))
def test_mail_of_several_fragments_costs_no_more_than_its_length(fragment: str, reader: Callable[[str], object]):
    assert growth(reader, fragment) < AT_MOST


# --- The greatest texts -----------------------------------------------------------------------------------------

GREATEST = {
    **{fragment: fragment * MAX_SOURCE for fragment in ("![![](", "[![", "![", "[![](", "[a][", "a@a@", "@a ")},
    "lazy lines below quotes": ">" * 30 + "a\n" + "b\n" * MAX_SOURCE,
    "pictures in pictures": ("![a" * 30 + "](b)" * 30 + " ") * 300,
    "a wide table of short rows": "a|" * 150 + "a\n" + "-|" * 150 + "-\n" + "a\n" * MAX_SOURCE,
    "a centred table": "a|" * 150 + "a\n" + ":-:|" * 150 + "-\n" + "a\n" * MAX_SOURCE,
    "many small tables": "|a|b\n|-|-\n" * MAX_SOURCE,
    "one long address, named often": f"[a]: {'x' * 20_000}\n\n" + "[a]" * MAX_SOURCE,
    "one long title, named often": f"[a]: x '{'y' * 20_000}'\n\n" + "[a]" * MAX_SOURCE,
    "pictures of one long address": f"[a]: {'x' * 20_000}\n\n" + "![a]" * MAX_SOURCE,
}
LINES = 250  # lines, jumps and calls of Python for each step


@pytest.mark.parametrize("source", GREATEST.values(), ids=list(GREATEST))
def test_the_greatest_text_costs_a_bounded_number_of_steps(source: str):
    source = source[:3000]
    assert work(lambda: markdown(source)) < LINES * (effort.STEPS * len(source) + effort.MORE_STEPS)


def is_bounded(source: str) -> bool:
    return len(render(source, mention=mention).html) <= effort.HTML * len(source) + effort.MORE_HTML


@pytest.mark.parametrize("source", GREATEST.values(), ids=list(GREATEST))
def test_the_greatest_text_becomes_bounded_html(source: str):
    assert is_bounded(source[:MAX_SOURCE])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MARKDOWN), st.integers(1, 3000)), min_size=1, max_size=4))
def test_any_text_becomes_bounded_html(pieces: list[tuple[str, int]]):
    assert is_bounded("".join(fragment * times for fragment, times in pieces)[:MAX_SOURCE])


@pytest.mark.parametrize("sign", ["&", "<", "\u00a0", '"', "\n", "\ufb2c", "&\n"])
def test_a_text_shown_as_typed_is_bounded_too(sign: str):
    # Forty quotes within one another, so nothing below is read.
    assert is_bounded(">" * 40 + (sign * MAX_SOURCE)[: MAX_SOURCE - 40])


@pytest.mark.parametrize(
    "source", ["![![](" * 3000, "[a]: " + "x" * 9000 + "\n\n" + "[a]" * 9000, "*a " * 40 + "b* " * 40]
)
def test_a_text_that_would_cost_too_much_is_shown_as_typed(source: str):
    shown = render(source + " and @a", mention=mention)
    assert shown.text.split() == (source + " and @a").split()
    assert shown.mentions == ()


def test_text_that_people_write_is_read_as_it_was():
    table = "| who | when | how much |\n|---|:-:|--:|\n" + "| Ines | 3 May | 12 |\n" * 1000
    assert render(table).html.count("<td") == 3000
    code = "if [[ -n $a ]]; then echo ${b[@]}; fi\n" * 200
    assert "<a " in render(code + "[here](/x)").html
    quotes = "> > > one\n> > two\n> three\n\nfour [five *six **seven***](/x)\n\n" * 300
    assert render(quotes).html.count("<strong>seven</strong>") == 300


# --- Letters ----------------------------------------------------------------------------------------------------


def test_marks_piled_on_one_letter_are_sorted_in_short_runs():
    # Sorting them is C's, and no line is counted; so what is held is how long a run can be.
    piled = normalized("a" + "\u0301\u0323" * 500)
    runs = [len(run) for run in piled[1:].split("\u034f")]
    assert max(runs) <= 32
    assert sum(runs) == 1000 - (piled[0] != "a")
    assert normalized(piled) == piled


def test_silent_elements_within_one_another_are_not_counted_without_end():
    assert text_of_html("<svg>" * 5000 + "</svg>" * 5000 + "words") == "words"


def test_a_header_field_of_many_parameters_is_cut_before_they_are_taken_apart():
    def parted(times: int) -> int:
        head = f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b{'; a=b' * times}\n\n"
        body = f"--b\nContent-Disposition: attachment; filename=c.txt{'; a=b' * times}\n\nwords\n--b--\n"
        raw = RawMessage(Path("a"), 0, (head + body).encode(), len(head + body))
        found = read(raw)
        assert isinstance(found, MailMessage)
        assert [one.name for one in found.attachments] == ["c.txt"]
        return work(lambda: read(raw))

    assert parted(40_000) < 2 * parted(500)


def test_a_long_line_of_html_keeps_its_words():
    assert text_of_html("<b>a </b>" * 9000) == " ".join("a" * 9000)
    assert text_of_html('<p>see <a href="https://a.example">here</a></p>' + "<i>b</i>" * 20_000) == (
        "see here <https://a.example>\n\n" + "b" * 20_000
    )


def test_letters_of_one_subject_and_moment_are_not_compared_with_each_other():
    def assembled(number: int) -> int:
        letters = [
            SimpleNamespace(
                message_id=f"{n}@a",
                in_reply_to="",
                references=(),
                subject="Cron",
                sent_at=datetime(2001, 5, 1, tzinfo=UTC),
            )
            for n in range(number)
        ]
        return work(lambda: Assembler().add(letters))

    assert assembled(800) < AT_MOST * assembled(200)


def test_replies_that_wait_are_taken_in_once():
    def letter_at(number: int, subject: str) -> SimpleNamespace:
        at = datetime(2001, 5, 1, tzinfo=UTC) + timedelta(minutes=number)
        return SimpleNamespace(message_id=f"{number}@a", in_reply_to="", references=(), subject=subject, sent_at=at)

    assembler = Assembler()
    assembler.add([letter_at(5, "Re: hens"), letter_at(1, "hens"), letter_at(0, "hens")])
    assert assembler.conversation_of("5@a") == assembler.conversation_of("1@a") != assembler.conversation_of("0@a")


def test_an_address_of_many_names_is_known_at_the_fourth():
    def settled(number: int) -> int:
        identities = Identities()
        for n in range(number):
            letters = chr(97 + n % 26) + chr(97 + n // 26)
            identities.see(Sender(f"A{letters} B{letters}", "l@a.example"))
        name_key.cache_clear()
        return work(identities.people)

    many = settled(600)
    few = settled(150)
    assert many < AT_MOST * few


def test_folds_that_nobody_closed_stay():
    fold = '<details class="quoted">'
    assert unfolded(f"a{fold}b</details>c{fold}d") == f"ac{fold}d"
    assert unfolded(f"{fold}b</details>") == f"{fold}b</details>"


def test_parts_of_a_letter_of_rules_and_forwards():
    text = "From: a\nTo: b\nDate: c\n> q\n" * 3
    assert "".join(part.text for part in parts_of(text)) == text
