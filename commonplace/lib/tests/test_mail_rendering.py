"""Letters shown as mail: safe, folded, and without anybody's address."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.lib.mail.rendering import Labels, relabelled, rendered

ADDRESS = '<span class="withheld">…@…</span>'


def test_paragraphs_and_lines() -> None:
    wrapped = (
        "One long line of a paragraph that was wrapped by a mail program and\ngoes on here.\n\nAnn Reed\nThe Band\n"
    )
    assert rendered(wrapped) == (
        "<p>One long line of a paragraph that was wrapped by a mail program and goes on here.</p>\n<p>Ann"
        " Reed<br>\nThe Band</p>"
    )


def test_mail_is_not_markdown() -> None:
    assert rendered("# no heading\n") == "<p># no heading</p>"
    assert rendered("*stars* and `ticks` and [a](b)\n") == "<p>*stars* and `ticks` and [a](b)</p>"


def test_everything_is_escaped() -> None:
    assert (
        rendered("<script>alert('x')</script> & \"y\"")
        == "<p>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;y&quot;</p>"
    )
    assert '"><' not in rendered('http://example.org/"><script>')
    assert "href" not in rendered("javascript:alert(1) data:text/html,x")


def test_code_and_tables_stay_as_they_stood() -> None:
    code = "    def reed():\n        return 1\n\n    reed()"
    assert rendered(f"See:\n\n{code}\n\nDone.") == f"<p>See:</p>\n<pre>{code}</pre>\n<p>Done.</p>"
    table = "name      size\nsoft      2.5\nhard      4"
    assert rendered(table) == f"<pre>{table}</pre>"


def test_links() -> None:
    link = (
        '<a href="https://example.org/a_(b)?c=1&amp;d" rel="nofollow noopener">https://example.org/a_(b)?c=1&amp;d</a>'
    )
    assert rendered("See (https://example.org/a_(b)?c=1&d).") == f"<p>See ({link}).</p>"


def test_short_quotes_stay_open_and_long_ones_are_folded() -> None:
    assert rendered("Ann wrote:\n> Soft?\n\nHard.") == (
        '<blockquote><p class="attribution">Ann wrote:</p><p>Soft?</p></blockquote>\n<p>Hard.</p>'
    )
    long = rendered("Hard.\n\nAnn wrote:\n" + "> Soft or hard reeds?\n" * 9)
    assert '<details class="quoted"><summary data-words="quoted">Quoted text</summary><blockquote>' in long
    assert "<blockquote><p>Deep</p></blockquote>" in rendered("> > Deep\n> Flat\n")


def test_signature_is_folded_and_summaries_can_be_put_in_other_words() -> None:
    html = rendered("Words.\n-- \nAnn\n")
    assert html == (
        '<p>Words.</p>\n<details class="quoted">'
        '<summary data-words="signature">Signature</summary><p>-- <br>\nAnn</p></details>'
    )
    assert 'data-words="signature">Podpis &lt;<' in relabelled(html, Labels(signature="Podpis <"))


def test_what_the_list_added_is_folded_without_a_word() -> None:
    footer = f"{'_' * 40}\nReeds mailing list\nhttp://example.org/listinfo/reeds\n"
    html = rendered(f"Words.\n{footer}")
    assert html.startswith('<p>Words.</p>\n<details class="quoted"><summary data-words="footer">…</summary>')
    # Also where it was kept with words, before.
    assert relabelled(html.replace(">…<", ">Added by the list<"), Labels(quoted="Cytat")) == html


def test_letter_that_is_only_a_note_of_the_archive_stays_open() -> None:
    assert "<details" not in rendered("An HTML attachment was scrubbed...\nURL: http://example.org/a\n")


def test_addresses_are_withheld() -> None:
    for text in (
        "ann.reed@example.org",
        "<ann at example.org>",
        "ann (at) example.org",
        "ann [at] example [dot] org",
        "mailto:ann@example.org",
        "http://example.org/?to=ann@example.org",
        "ann%40example.org",
        "ann at example dot org",
    ):
        assert "ann" not in rendered(f"Write to {text} please"), text
    assert rendered("On Monday, ann at example.org wrote:\n> Soft?\n") == (
        f'<blockquote><p class="attribution">On Monday, {ADDRESS} wrote:</p><p>Soft?</p></blockquote>'
    )
    assert (
        rendered("Look at example.org for it, it is at page.py")
        == "<p>Look at example.org for it, it is at page.py</p>"
    )


TAG = re.compile(r'</?(?:p|pre|br|blockquote|details|summary|a|span)(?: (?:class|href|rel|data-words)="[^"<>]*")*>')


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'`=/:@.\n >-_#ahtpsw\ue000\u202e"), max_size=200))
def test_only_our_own_tags_come_out(text: str) -> None:
    bare = TAG.sub("", rendered(text))
    assert "<" not in bare
    assert ">" not in bare
