"""What people write beyond the usual Markdown: H~2~O, m^2^, notes at the foot, folded parts, and lists of tasks.

    Water[^1] is H~2~O.          - [x] listened         ::: How we measured
    [^1]: As everybody knows.    - [ ] dug              With a stick.
                                                        :::

Each pattern is bounded, each line that is looked at counts as a step (see `effort`), and what is not closed or names
nothing stays as it was typed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from hashlib import blake2s
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from commonplace.lib.effort import Effort

FOOT_ID = re.compile(r"fn(?:ref)?-[0-9a-f]{8}-[0-9]{1,5}")
_SMALL = re.compile(r"(?<![~^])(?:~((?:[^\W_]|[+\-−=().,]){1,40})~|\^((?:[^\W_]|[+\-−=().,]){1,40})\^)(?![~^])")
_NOTE = re.compile(r"\[\^([\w-]{1,40})\]")
_NOTED = re.compile(r"\[\^([\w-]{1,40})\]:[ \t]{0,9}")
_FOLD = re.compile(r":{3,9}[ \t]{1,9}(?:details[ \t]{1,9})?(\S[^\n]{0,198})$")
_FOLD_ENDS = re.compile(r":{3,9}[ \t]{0,9}$")
_TASK = re.compile(r"\[([ xX])\][ \t]")


def signs(md: MarkdownIt) -> None:
    """Teach a reader these signs; every text brings its `effort`."""
    md.inline.ruler.before("link", "note", _note)
    md.inline.ruler.before("strikethrough", "small", _small)
    opens: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("reference", "noted", _noted, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("fence", "fold", _fold, opens)
    md.core.ruler.before("inline", "tasks", _tasks)
    md.core.ruler.after("inline", "feet", _feet)


# --- Small letters ----------------------------------------------------------------------------------------------


def _small(state: StateInline, silent: bool) -> bool:
    """A word below or above the line; only a short one without spaces, so that ~5 and ^_^ stay what they are."""
    if state.src[state.pos] not in "~^":
        return False
    found = _SMALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        tag = "sub" if found[1] else "sup"
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = found[1] or found[2]
        state.push(f"{tag}_close", tag, -1)
    state.pos = found.end()
    return True


# --- Tasks ------------------------------------------------------------------------------------------------------


def _tasks(state: StateCore) -> None:
    """A box that can be read everywhere, in letters and in plain words too; nobody can press it."""
    for item, paragraph, line in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        is_first = (item.type, paragraph.type, line.type) == ("list_item_open", "paragraph_open", "inline")
        if is_first and (found := _TASK.match(line.content)):
            item.attrs["class"] = "task"
            line.content = ("☐ " if found[1] == " " else "☑ ") + line.content[found.end() :]


# --- Notes at the foot ------------------------------------------------------------------------------------------


def _noted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The words of a note: what stands behind its sign, up to an empty line or the next note."""
    if state.is_code_block(start):
        return False
    effort: Effort = state.env["effort"]
    effort.step()
    found = _NOTED.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    notes: dict[str, str] = state.env.setdefault("notes", {})
    if found is None:
        return False
    if silent:
        return True
    lines = [state.src[found.end() : state.eMarks[start]]]
    line = start + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        effort.step()
        if _NOTED.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]):
            break
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
        line += 1
    if _quotes(state):
        state.env.setdefault("quoted", set()).add(found[1])
    # Two notes of one name are one note, so that nobody's words are lost.
    notes[found[1]] = "\n".join([*filter(None, [notes.get(found[1])]), *lines]).strip()
    state.line = line
    return True


def _quotes(state: StateBlock) -> int:
    """In how many quotes the reading stands, told from the tokens that came since it was asked last."""
    known: int
    depth: int
    known, depth = state.env.get("quotes", (0, 0))
    for token in state.tokens[known:]:
        if token.tag == "blockquote":
            depth += token.nesting
    state.env["quotes"] = (len(state.tokens), depth)
    return depth


def _note(state: StateInline, silent: bool) -> bool:
    """A sign that leads to a note; within a link there is no room for another."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel or found[1] not in state.env.get("notes", {}):
        return False
    if not silent:
        state.push("note", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def _feet(state: StateCore) -> None:
    """Number the notes in the order in which they are named, and set them at the foot; those never named come last."""
    notes: dict[str, str] = state.env.get("notes", {})
    if not notes:
        return
    # Many texts stand on one page, so a note's address tells whose it is.
    text = blake2s(state.src.encode("utf-8", "replace"), digest_size=4).hexdigest()
    numbers: dict[str, int] = {}
    feet: list[Token] = []

    def set_in(turn: list[str], *, unnamed: str = "") -> None:
        for label in turn:  # grows while notes name others
            # What stands in a quote is another's words wherever it is shown: it calls nobody.
            is_quoted = label in state.env.get("quoted", ())
            meta = {"number": numbers[label], "text": text, "is_named": label != unnamed, "is_quoted": is_quoted}
            feet.extend(_foot(state, notes[label], meta))
            turn += _number(feet[-2:-1], numbers, text)

    set_in(_number(state.tokens, numbers, text))
    for label in notes:
        if label not in numbers:
            numbers[label] = len(numbers) + 1
            set_in([label], unnamed=label)
    state.tokens += [Token("feet_open", "div", 1, block=True), *feet, Token("feet_close", "div", -1, block=True)]


def _foot(state: StateCore, words: str, meta: dict[str, Any]) -> list[Token]:
    children: list[Token] = []
    state.md.inline.parse(words, state.md, state.env, children)
    line = Token("inline", "", 0, content=words, children=children)
    return [
        Token("foot_open", "p", 1, block=True, meta=meta),
        line,
        Token("foot_close", "p", -1, block=True, meta=meta),
    ]


def _number(tokens: Sequence[Token], numbers: dict[str, int], text: str) -> list[str]:
    """Give signs their numbers; answers the labels that had none before."""
    new = []
    for token in tokens:
        for sign in token.children or ():
            if sign.type == "note":
                label = sign.meta["label"]
                if is_first := label not in numbers:
                    new.append(label)
                sign.meta |= {"number": numbers.setdefault(label, len(numbers) + 1), "text": text, "first": is_first}
    return new


# --- Folded parts -----------------------------------------------------------------------------------------------


def _fold(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A part that opens at a press, between two lines of colons; none stands within another."""
    if state.level or state.is_code_block(start) or state.src[state.bMarks[start] + state.tShift[start]] != ":":
        return False
    found = _FOLD.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if found is None or (closes := _closing_line(state, start + 1, end)) is None:
        return False
    if silent:
        return True
    before, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "fold", closes
    state.push("fold_open", "details", 1).meta = {"words": found[1].strip()}
    state.md.block.tokenize(state, start + 1, closes)
    state.push("fold_close", "details", -1)
    state.parentType, state.lineMax = before, last
    state.line = closes + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line that closes a folded part, which is none of the lines of code within it."""
    effort: Effort = state.env["effort"]
    is_code = False
    for line in range(start, end):
        effort.step()
        begin = state.bMarks[line] + state.tShift[line]
        is_code ^= state.src.startswith(("```", "~~~"), begin)
        if not is_code and _FOLD_ENDS.match(state.src, begin, state.eMarks[line]):
            return line
    return None


class SignsRenderer(RendererHTML):
    """The HTML of these signs."""

    def note(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        said: dict[str, Any] = tokens[idx].meta
        if "number" not in said:
            return html.escape(f"[^{said['label']}]")
        number, text = said["number"], said["text"]
        anchor = f' id="fnref-{text}-{number}"' if said["first"] else ""
        effort: Effort = env["effort"]
        effort.write_link({"href": f"#fn-{text}-{number}", "id": anchor})
        return f'<sup><a href="#fn-{text}-{number}"{anchor}>[{number}]</a></sup>'

    def feet_open(self, *_: Any) -> str:
        return '<div class="feet">\n'

    def feet_close(self, *_: Any) -> str:
        return "</div>\n"

    def foot_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        said: dict[str, Any] = tokens[idx].meta
        number, text = said["number"], said["text"]
        effort: Effort = env["effort"]
        effort.write_link({"href": f"#fnref-{text}-{number}", "id": f"fn-{text}-{number}"})
        back = f'<a href="#fnref-{text}-{number}">[{number}]</a>' if said["is_named"] else f"[{number}]"
        return f'<p dir="auto" id="fn-{text}-{number}">{back} '

    def foot_close(self, *_: Any) -> str:
        return "</p>\n"

    def fold_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<details class="fold"><summary dir="auto">{html.escape(tokens[idx].meta["words"])}</summary>\n'

    def fold_close(self, *_: Any) -> str:
        return "</details>\n"
