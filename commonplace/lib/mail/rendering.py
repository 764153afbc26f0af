"""Letters as safe HTML, shown as mail: paragraphs, code and tables as they stood, quotes and signatures folded.

Mail is not Markdown: a line that begins with # is a line. Everything is escaped, links are made of what looks like one,
and addresses are withheld.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from commonplace.lib.links import bare_links
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.layout import flowing, is_laid_out
from commonplace.lib.mail.quoting import Kind, Part, parts_of

FEW_LINES = 5  # a quote up to here stays open
DEEPEST = 5  # quotes within quotes that are told apart
LONGEST_REPEATED = 3000  # characters of a paragraph that is worth remembering

_MARK = "\ue000"  # stands for a withheld address until the text is escaped; private, and taken out of what comes in
_DEQUOTE = re.compile(r"^(?: {0,3}> ?|[^\S\n]{0,8}[A-Z][A-Za-z]{0,3}> ?)", re.MULTILINE)
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)*")
_OPENS, _ENDS = '<details class="quoted">', "</details>"  # one is never within another
_SUMMARY = re.compile(r'(<summary data-words="(\w+)">)[^<]*(</summary>)')


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that rendering adds, in the reader's language."""

    quoted: str = "Quoted text"
    signature: str = "Signature"
    footer: str = "…"  # nobody asks for it and every letter has it, so it is folded without a word
    withheld: str = "…@…"


ENGLISH = Labels()


def rendered(text: str, labels: Labels = ENGLISH) -> str:
    """A letter's text as HTML."""
    return render(parts_of(text.replace(_MARK, "")), labels)


def render(parts: Iterable[Part], labels: Labels = ENGLISH) -> str:
    """A letter's parts as HTML; where nothing was written, what there is stays open."""
    shown = [part for part in parts if part.text.strip()]
    only = all(part.kind in (Kind.SIGNATURE, Kind.FOOTER) for part in shown)
    return "\n".join(_part(part, labels, 0, is_open=only) for part in shown)


def relabelled(html: str, labels: Labels) -> str:
    """Stored HTML with the summaries in other words, for a reader of another language."""
    words = {"quoted": labels.quoted, "signature": labels.signature, "footer": labels.footer}
    return _SUMMARY.sub(lambda found: f"{found[1]}{escape(words.get(found[2], found[2]))}{found[3]}", html)


def unfolded(html: str) -> str:
    """Stored HTML without what is folded away; all of it where nothing else is there."""
    pieces: list[str] = []
    begin = 0
    while (at := html.find(_OPENS, begin)) >= 0 and (end := html.find(_ENDS, at)) >= 0:
        pieces.append(html[begin:at])
        begin = end + len(_ENDS)
    if not begin:
        return html
    rest = "".join(pieces) + html[begin:]
    return rest if rest.strip() else html


def _part(part: Part, labels: Labels, depth: int, *, is_open: bool) -> str:
    match part.kind:
        case Kind.WRITTEN:
            return _blocks(part.text, labels)
        case Kind.PATCH:
            return f"<pre>{_lines(part.text.rstrip(), labels.withheld, end=chr(10))}</pre>"
        case Kind.QUOTE:
            return _quote(part, labels, depth)
        case Kind.SIGNATURE | Kind.FOOTER:
            lines = _lines(part.text, labels.withheld)
            if is_open or depth:
                return f"<p>{lines}</p>"
            word = "signature" if part.kind is Kind.SIGNATURE else "footer"
            return _folded(word, labels, f"<p>{lines}</p>")


def _quote(part: Part, labels: Labels, depth: int) -> str:
    attribution = part.attribution.strip()
    said = (
        f'<p class="attribution">{_lines(attribution, labels.withheld, is_attribution=True)}</p>' if attribution else ""
    )
    body = _DEQUOTE.sub("", part.body)
    # An unmarked quote has nothing to take off and cannot nest; below the deepest level marks stay as text.
    if depth < DEEPEST:
        inner = "\n".join(
            _part(one, labels, depth + 1, is_open=True) for one in parts_of(body, within_quote=True) if one.text.strip()
        )
    else:
        inner = f"<pre>{_lines(part.body.strip(chr(10)), labels.withheld, end=chr(10))}</pre>"
    html = f"<blockquote>{said}{inner}</blockquote>" if said or inner else ""
    lines = sum(1 for line in body.splitlines() if line.strip())
    return html if depth or lines <= FEW_LINES else _folded("quoted", labels, html)


def _folded(word: str, labels: Labels, inner: str) -> str:
    words = {"quoted": labels.quoted, "signature": labels.signature, "footer": labels.footer}[word]
    return f'<details class="quoted"><summary data-words="{word}">{escape(words)}</summary>{inner}</details>'


def _blocks(text: str, labels: Labels) -> str:
    """Paragraphs, and what looks like code, tables or drawings as it stood."""
    blocks: list[str] = []
    laid_out: list[str] = []  # neighbours, which stay together

    def finish() -> None:
        if laid_out:
            block = "\n\n".join(laid_out).rstrip()
            blocks.append(f"<pre>{_lines(block, labels.withheld, end=chr(10))}</pre>")
            laid_out.clear()

    for paragraph in _BETWEEN_PARAGRAPHS.split(text.strip("\n")):
        if not paragraph.strip():
            continue
        html = (_flowing if len(paragraph) <= LONGEST_REPEATED else _flowing.__wrapped__)(paragraph, labels.withheld)
        if html is None:
            laid_out.append(paragraph)
        else:
            finish()
            blocks.append(html)
    finish()
    return "\n".join(blocks)


# In a conversation a third of the paragraphs and more are quotes of what was just rendered.
@lru_cache(maxsize=1000)
def _flowing(paragraph: str, withheld_as: str) -> str | None:
    """A paragraph that flows; None where its line structure carries meaning."""
    return None if is_laid_out(paragraph) else f"<p>{_lines(flowing(paragraph), withheld_as)}</p>"


def _lines(text: str, withheld_as: str, *, is_attribution: bool = False, end: str = "<br>\n") -> str:
    """Escaped lines with links, addresses withheld."""
    marked = withheld(text.strip("\n"), _MARK, is_attribution=is_attribution)
    html = "".join(_linked(piece) for piece in _pieces(marked)) if "://" in marked else escape(marked)
    html = html.replace("\n", end)
    return html.replace(_MARK, f'<span class="withheld">{escape(withheld_as)}</span>') if _MARK in html else html


def _pieces(text: str) -> Iterable[tuple[bool, str]]:
    """The text cut into links and what stands between them."""
    begin = 0
    for start, end in bare_links(text):
        address = text[start:end]
        yield False, text[begin:start]
        # A link that held an address would give it away.
        yield "://" in address and "." in address and text[end : end + 1] != _MARK, address
        begin = end
    yield False, text[begin:]


def _linked(piece: tuple[bool, str]) -> str:
    is_link, text = piece
    shown = escape(text)
    return f'<a href="{shown}" rel="nofollow noopener">{shown}</a>' if is_link else shown
