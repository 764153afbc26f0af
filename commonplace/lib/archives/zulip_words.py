"""What Zulip's messages say, as Markdown: from the HTML that it shows and from the Markdown that people typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Final, NamedTuple

from commonplace.lib.archives.escaping import escaped, hidden
from commonplace.lib.archives.markup import markdown_of
from commonplace.lib.archives.reactions import PICTURES

RESOLVED: Final = "✔ "
NO_TOPIC: Final = frozenset({"", "(no topic)", "general chat"})
_PICTURE = re.compile(r'<span [^<>]*class="emoji emoji-([0-9a-f-]+)"[^<>]*>[^<>]*</span>')
_CALL = re.compile(
    r'<span class="user(?:-group)?-mention( silent)?"(?: data-user(?:-group)?-id="([\d*]+)")?>@?([^<>]*)</span>'
)
_PREVIEW = re.compile(
    r'<div class="(?:message_inline_image|message_embed|youtube-video)[^<>]*>.*?</a></div>', re.DOTALL
)
_UPLOAD = re.compile(r'<a href="(?:https?://[^/"]+)?/user_uploads/[^"]*"[^<>]*>([^<>]+)</a>')
_FENCE = re.compile(r"^(`{3,}|~{3,}) *(\{?[.\w+#-]*\}?)(.*)$")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_TYPED_CALL = re.compile(r"@(_?)\*\*(?:([^*|\n]+)\|)?([^*|\n]+)\*\*|@(_?)\*([^*\n]+)\*(?!\*)")
_CHANNEL = re.compile(r"#\*\*([^*\n>]+)(?:>([^*\n@]*)(?:@\d+)?)?\*\*")
_TYPED_UPLOAD = re.compile(r"!?\[([^\]\n]*)\]\((?:https?://[^/\s)]+)?/user_uploads/([^)\s]+)\)")
_WITHIN = re.compile(r"\[([^\]\n]*)\]\((?:https?://[^/\s)]+/)?#narrow/[^)\s]*\)")
_NAMED_PICTURE = re.compile(r":([a-z0-9_+-]{1,60}):")
_KEPT = re.compile("[\ue000-\uf8ff]")
_TIME = re.compile(r"<time:([^<>\n]{1,60})>")


class Words(NamedTuple):
    """The Markdown of a message, whom it calls (by key or name), and its files: their names and where they lay."""

    text: str
    called: tuple[str, ...]
    files: tuple[tuple[str, str], ...] = ()


def of_html(markup: str) -> Words:
    """A message as it is shown; whoever is called is told by name."""
    called: dict[str, None] = {}

    def call(found: re.Match[str]) -> str:
        name = unescape(found[3])
        if not found[1] and found[2] not in (None, "*"):
            called.setdefault(name)
        return found[3]

    files = tuple((unescape(name), "") for name in _UPLOAD.findall(markup))
    markup = _CALL.sub(call, _PREVIEW.sub("", markup))
    markup = _PICTURE.sub(lambda found: _signs(found[1]), markup)
    return Words(markdown_of(markup).strip(), tuple(called), files)


def _signs(codes: str) -> str:
    numbers = [int(code, 16) for code in codes.split("-") if code]
    return "".join(chr(one) for one in numbers if 0xFF < one < 0x110000 and not 0xD800 <= one < 0xE000)


def of_markdown(text: str, people: Mapping[str, str], keys: Mapping[str, str]) -> Words:
    """A message as it was typed; `people` are names by key, and `keys` the keys by name where it is one person's."""
    called: dict[str, None] = {}
    files: list[tuple[str, str]] = []

    def call(found: re.Match[str]) -> str:
        if found[5]:
            return escaped(hidden(found[5]))
        name, key = found[2] or found[3], found[3] if found[2] else keys.get(found[3], "")
        if key in people and not found[1]:
            called.setdefault(key)
        return escaped(people.get(key) or hidden(name))

    def upload(found: re.Match[str]) -> str:
        files.append((found[1] or found[2].rpartition("/")[2], found[2]))
        return escaped(hidden(found[1]))

    tokens: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_TYPED_CALL, call),
        (_CHANNEL, lambda one: escaped(hidden(f"#{one[1]} > {one[2]}" if one[2] else f"#{one[1]}"))),
        (_TYPED_UPLOAD, upload),
        (_WITHIN, lambda one: escaped(hidden(one[1]))),
        (_TIME, lambda one: escaped(hidden(one[1]))),
        (_NAMED_PICTURE, lambda one: PICTURES.get(one[1], one[0])),
    )
    return Words(_blocks(text, tokens).strip(), tuple(called), tuple(files))


def _blocks(text: str, tokens: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]) -> str:
    """Lines with their fences: a quote's and a spoiler's become quotes, code stays as it is."""
    found: list[str] = []
    opened: list[tuple[str, str]] = []  # the fences that are open, and what each is
    for line in text.split("\n"):
        fence, within = _FENCE.match(line), opened[-1] if opened else None
        depth = "> " * sum(kind in ("quote", "spoiler") for _sign, kind in opened)
        if within and fence and not fence[2] and not fence[3].strip() and fence[1].startswith(within[0]):
            opened.pop()
            found.append(f"{depth}{within[0]}" if within[1] == "code" else depth[2:].rstrip())
        elif within and within[1] == "code":
            found.append(depth + hidden(line))
        elif fence and fence[2] in ("quote", "spoiler"):
            opened.append((fence[1], fence[2]))
            found.append("")
            if fence[3].strip():
                found.append(f"{depth}> {_line(fence[3].strip(), tokens)}")
        elif fence and "`" not in fence[3]:
            opened.append((fence[1], "code"))
            found.append(f"{depth}{fence[1]}{fence[2].strip('{}.')}")
        else:
            found.append(f"{depth}{_line(line, tokens)}".rstrip() if line else depth.rstrip())
    found += [sign for sign, kind in reversed(opened) if kind == "code"]
    return "\n".join(found)


def _line(line: str, tokens: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]) -> str:
    """A line outside of code; what calls nobody here is no call."""
    pieces: list[str] = []
    begin = 0
    for code in (*_CODE.finditer(line), None):
        words = _KEPT.sub("", line[begin : code.start() if code else len(line)])
        kept: list[str] = []
        for pattern, put in tokens:
            words = _put(words, pattern, put, kept)
        words = re.sub(r"@(?=\w)", r"\@", hidden(words))
        pieces.append(_KEPT.sub(lambda one, kept=kept: kept[ord(one[0]) - 0xE000], words))  # type: ignore[misc]
        if code:
            pieces.append(hidden(code[0]))
            begin = code.end()
    return "".join(pieces)


def _put(words: str, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str], kept: list[str]) -> str:
    """The words with a sign that nobody types for each token, whose Markdown is kept."""

    def sign(found: re.Match[str]) -> str:
        if len(kept) >= 6_000:
            return put(found)
        kept.append(put(found))
        return chr(0xE000 + len(kept) - 1)

    return pattern.sub(sign, words)


__all__ = ["NO_TOPIC", "RESOLVED", "Words", "of_html", "of_markdown"]
