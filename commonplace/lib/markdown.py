"""Markdown in, safe HTML out.

markdown-it-py reads the source with raw HTML switched off, and nh3 lets only a short list of elements through, so that
one mistake in either is not enough. Links are found here rather than by linkify-it-py, which takes forty seconds for
100,000 characters of `http://[` (see `links`); every pattern is bounded and runs in linear time. What a text may cost
is counted (see `effort`), and one that would cost more is shown as it was typed.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from commonplace.lib import code_colours, maths, mentions
from commonplace.lib.direction import give_directions
from commonplace.lib.effort import DEEPEST, MORE_HTML, Effort, TooMuch, counted
from commonplace.lib.links import bare_links
from commonplace.lib.markdown_pictures import Pictures, PicturesRenderer, names_a_file, picture
from commonplace.lib.markdown_sieve import ALIGN, SCHEMES, SIEVE, SIEVE_WITH_MATHS
from commonplace.lib.markdown_signs import SignsRenderer, signs
from commonplace.lib.mentions import Candidate, Place
from commonplace.lib.text import plain, tidy

MAX_SOURCE = 60_000  # characters, some twenty printed pages
MAX_NESTING = DEEPEST  # quotes in lists in quotes; deeper text is shown as it was typed
MAX_MENTIONS = 30  # in one text; more would be a way to shout at everyone

Mention = Callable[[Candidate], str | None]


class TextTooLong(ValueError):
    """The source has more than MAX_SOURCE characters."""


class Mentioned(NamedTuple):
    """A person named in a text, as typed, with the address of their page."""

    name: str
    href: str


class Rendered(NamedTuple):
    """A text ready to store: HTML for pages, plain words for search, whom it names, and where it names nobody."""

    html: str
    mentions: tuple[Mentioned, ...]
    text: str
    unanswered: tuple[Place, ...] = ()
    has_too_many: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nobody would see anything: no word and no picture, whatever signs it was made of."""
        return not self.text and "<img " not in self.html


def is_blank(source: str) -> bool:
    """Whether a text renders to nothing that anybody sees; raises TextTooLong."""
    # What begins with a letter shows it, and most texts do.
    if source[:1].isalpha():
        return False
    return render(source).is_blank or ("$" in source and render(source, with_maths=True).is_blank)


def render(
    source: str, *, mention: Mention | None = None, pictures: Pictures | None = None, with_maths: bool = False
) -> Rendered:
    """Render Markdown; `mention` answers the page of a member named as typed, or None; `pictures` are those that came
    along, by `named` names; `with_maths` what stands between dollar signs is a formula. Raises TextTooLong.

    What stands in a quote, in code or in a link names nobody.
    """
    effort = Effort(len(source), MORE_HTML + maths.MORE_HTML if with_maths else MORE_HTML)
    md, sieve = (_markdown_with_maths, SIEVE_WITH_MATHS) if with_maths else (_markdown, SIEVE)
    source = _bearable(source)
    naming = _Naming(mention)
    env: dict[str, Any] = {"naming": naming, "effort": effort, "pictures": pictures or {}}
    try:
        safe = sieve.clean(_marked_up(source, env, md))
        if len(safe) > effort.most_html:
            raise TooMuch("html")
    except TooMuch:
        naming = _Naming(mention)
        safe = sieve.clean(f"<p dir='auto'>{html.escape(source).replace('\n', '<br>')}</p>")
    mentioned = tuple(Mentioned(name, href) for href, name in naming.mentioned.items())
    return Rendered(safe, mentioned, plain(safe), tuple(naming.unanswered), naming.has_too_many)


def _marked_up(source: str, env: dict[str, Any], md: MarkdownIt) -> str:
    """HTML that the sieve has yet to see."""
    tokens = md.parse(source, env)
    if any(token.nesting == 1 and token.type in _HOLDERS and token.level >= MAX_NESTING - 1 for token in tokens):
        # The parser stops reading below its nesting limit; showing the source as typed loses nothing.
        raise TooMuch("depth")
    unsafe: str = md.renderer.render(tokens, md.options, env)
    return unsafe


def _bearable(source: str) -> str:
    if len(source) > MAX_SOURCE:
        raise TextTooLong(f"{len(source)} characters, and at most {MAX_SOURCE} are read")
    return tidy(source)


# --- Mentions and links -----------------------------------------------------------------------------------------


def names_after_at(source: str) -> mentions.Named:
    """Everybody whom a text may mention, to look up at once for `render`; raises TextTooLong."""
    return mentions.named_in(_bearable(source))


@dataclass
class _Naming:
    """Whom a text has named so far, by the addresses of their pages, and where it named nobody."""

    mention: Mention | None
    mentioned: dict[str, str] = field(default_factory=dict)
    unanswered: list[Place] = field(default_factory=list)
    has_too_many: bool = False
    quotes: int = 0

    def found(self, content: str) -> Iterator[tuple[int, int, str, str]]:
        """Where a stretch of text names somebody: start, end, address and name as typed."""
        if self.mention is None or self.quotes:
            return
        for place in mentions.places(content):
            for one in place.candidates:
                if href := self.mention(one):
                    yield place.start, place.start + 1 + one.end, href, one.name
                    break
            else:
                if len(self.unanswered) < MAX_MENTIONS:
                    self.unanswered.append(place)


def _settle(state: StateCore) -> None:
    """Demote headings, align tables without styles, link bare addresses and names, and let no foreign picture in."""
    effort: Effort = state.env["effort"]
    naming: _Naming = state.env["naming"]
    give_directions(state.tokens)
    for token in state.tokens:
        if token.type in ("blockquote_open", "blockquote_close") or token.meta.get("is_quoted"):
            naming.quotes += token.nesting
        if token.type in ("heading_open", "heading_close"):
            # A page has one h1 and its parts are h2, so what people write begins at h3.
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        elif token.type in ("th_open", "td_open"):
            effort.write_cell()
            style = str(token.attrs.pop("style", ""))
            if align := ALIGN.get(style):
                token.attrs["class"] = align
        elif token.type == "inline" and token.children:
            token.children = list(_settled(token.children, state))


def _settled(children: list[Token], state: StateCore) -> Iterator[Token]:
    links = depth = 0
    effort: Effort = state.env["effort"]
    for token in children:
        if token.nesting:
            depth += token.nesting
            effort.nest(depth)
        if token.type in ("link_open", "link_close"):
            links += token.nesting
            if token.nesting > 0:
                effort.write_link(token.attrs)
            yield token
        elif token.type == "image":
            effort.write_link(token.attrs)
            yield from _picture(token, state, linked=links > 0)
        elif token.type == "text" and not links:
            yield from _linked(token.content, state)
        else:
            yield token


def _picture(token: Token, state: StateCore, *, linked: bool) -> Iterator[Token]:
    """Our own picture as a picture, anyone else's as a link: no page of ours asks another server for anything."""
    source = str(token.attrs.get("src", ""))
    ours = picture(token, pictures=state.env["pictures"], effort=state.env["effort"], linked=linked)
    if ours is not None:
        yield ours
    elif linked or names_a_file(source):
        yield _text(token.content or source)
    else:
        yield from _link(source, token.content or source)


def _linked(content: str, state: StateCore) -> Iterator[Token]:
    position = 0
    effort: Effort = state.env["effort"]
    naming: _Naming = state.env["naming"]
    for start, end, href, name in sorted([*_addresses(content, state.md), *naming.found(content)]):
        too_many = name and href not in naming.mentioned and len(naming.mentioned) >= MAX_MENTIONS
        naming.has_too_many |= bool(too_many)
        if start < position or too_many:
            continue
        effort.write_link({"href": href})
        yield _text(content[position:start])
        # The number behind a name tells two apart where one writes; whoever reads has the link.
        yield from _link(href, f"@{name}" if name else content[start:end], mention=bool(name))
        if name:
            naming.mentioned.setdefault(href, name)
        position = end
    yield _text(content[position:])


def _addresses(content: str, md: MarkdownIt) -> Iterator[tuple[int, int, str, str]]:
    for start, end in bare_links(content):
        shown = content[start:end]
        href = md.normalizeLink(shown if "://" in shown else f"http://{shown}")
        if md.validateLink(href):
            yield start, end, href, ""


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _link(href: str, shown: str, *, mention: bool = False) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": href, **({"class": "mention"} if mention else {})})
    yield _text(shown)
    yield Token("link_close", "a", -1)


# --- The reader ---------------------------------------------------------------------------------------

_HOLDERS = {"fold_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"}
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.\-]*):", re.IGNORECASE)


def _is_safe_link(url: str) -> bool:
    scheme = _SCHEME.match(html.unescape(url))
    return scheme is None or scheme[1].lower() in SCHEMES


class _Pages(PicturesRenderer, maths.MathsRenderer, SignsRenderer):
    """HTML for our pages: what may scroll sideways can be reached by keyboard."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        code, named = tokens[idx].content, tokens[idx].info.split(maxsplit=1)[:1]
        effort: Effort = env["effort"]
        shown = code_colours.coloured(code, named[0], room=effort.spare(len(code))) if named else ""
        if shown:
            effort.colour(len(code), len(shown))
        return f'<pre tabindex="0"><code>{shown or html.escape(code)}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.fence(tokens, idx, options, env)

    def table_open(self, *_: Any) -> str:
        return '<div class="prose__table" tabindex="0"><table>\n'

    def table_close(self, *_: Any) -> str:
        return "</table></div>\n"


def _reader(*, with_maths: bool = False) -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "maxNesting": MAX_NESTING}
    md = MarkdownIt("gfm-like", options, renderer_cls=_Pages)
    md.validateLink = _is_safe_link  # type: ignore[method-assign]
    md.core.ruler.before("text_join", "settle", _settle)
    counted(md)
    signs(md)
    if with_maths:
        maths.signs(md)
    return md


_markdown, _markdown_with_maths = _reader(), _reader(with_maths=True)
