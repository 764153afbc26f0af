"""Finds words of people in templates that have no direction of their own: in Hebrew or Arabic they read wrongly.

What people wrote stands in an element with `dir="auto"`, in `<bdi>`, or comes through the filter `isolated` into a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What a variable is called, after its last dot, that holds what somebody wrote. Names of variables are one per idea.
WORDS = frozenset(
    "name names title words why about domain practice purpose cares_about ask_about learning_about craft organisation "
    "whereabouts appeal excerpt subject beginning opening lifted_why steward_names summary changes difference "
    "title_changes role belongs_to text place community opening get_short_name".split()
)
# Variables so called that hold words of the house, figures or addresses.
NOT_WORDS = frozenset(
    "attrs.name field.name widget.name option.name form.text form.name form.title form.topics form.place form.words "
    "operation.summary module.name module.purpose shape.name provider.name bar.words radio.name tab.name group.name "
    "brief.title one.brief.title "
    "kind.name sight.words rung.name".split()
)
# In these, such variables hold words of the house, or markup that was given its direction before.
OF_THE_HOUSE = {
    "conversations/post.html": {"words", "name", "title"},  # isolated by typeset.py
    "conversations/row.html": {"words", "place"},
    "cultivation/movement.html": {"label.words"},
    "cultivation/stages.html": {"stage.name", "here.name"},
    "cultivation/season.html": {"mark.title", "one.why"},
    "cultivation/tendings.html": {"one.why"},
    "digests/editor_row.html": {"row.why"},  # a field of the form
    "gatherings/attendance.html": {"name"},  # isolated where it is given
    "protocols/axes.html": {"words", "one.text"},  # isolated there, as an SVG has no element for it
    "protocols/bringing.html": {"words"},
    "runs/run.html": {"words", "note.words"},  # sentences of the house; a field of the form
    "runs/stage.html": {"present.place"},  # a number
    "search/hit.html": {"words", "title", "community", "name", "why"},  # isolated by markup.py
    "socialaccount/connections.html": {"one.get_provider_account.get_brand.name"},
    "transfer/import.html": {"one.why"},
    "transfer/set_aside.html": {"one.row.why"},
    "ui/callout.html": {"text"},
    "ui/empty.html": {"text"},
    "ui/how_to_write.html": {"one.words"},
    "ui/kind.html": {"words"},
    "ui/mail/sentence.html": {"text"},
    "ui/more.html": {"summary", "text"},
    "ui/note.html": {"title", "text"},
    "ui/option.html": {"why"},
    "ui/person.html": {"about"},
    "ui/preview.html": {"words"},
    "ui/returned.html": {"title"},
    "ui/sight.html": {"words"},
    "ui/state.html": {"words"},
    "ui/svg/beats.html": {"lane.name"},
    "ui/svg/rings.html": {"gate.words"},
    "ui/svg/ladder.html": {"rung.name", "rung.about"},
    "ui/widgets/list.html": {"name"},
    "ui/widgets/options.html": {"option.label.why"},
    "words/mail/not_sent.html": {"why"},
    "web/me/me.html": {"suggestion.words", "suggestion.why"},
}
CODE = re.compile(
    r"\{%\s*comment.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|<!--.*?-->|<(?:/?)(?:[a-zA-Z][\w-]*)(?:\{%.*?%\}|\{\{.*?\}\}|\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\"|[^>\"{]|\{(?![%{]))*>",
    re.DOTALL,
)
VOID = frozenset("area base br col embed hr img input link meta source track wbr path circle line rect use".split())
# No markup can stand there.
BARE = frozenset("title script style textarea option".split())
BARE_BLOCKS = frozenset({"title", "head_title", "description"})
GIVEN = re.compile(r"\bdir=|\bdir\b(?=\s|>|$)")
WITH = re.compile(r"(\w+)=((?:\"[^\"]*\"|'[^']*'|[^\s%\"'])+)")


@dataclass
class Element:
    """An element that is open, and where its tag stands."""

    name: str
    start: int
    end: int
    is_given: bool


@dataclass(frozen=True)
class Lacking:
    """Words that stand where nothing gives them a direction: where, which, in which element, in a sentence or not."""

    start: int
    end: int
    expression: str
    element: Element | None
    is_in_sentence: bool = False


def is_words(expression: str) -> bool:
    """Whether a template's expression holds what somebody wrote."""
    variable, *filters = re.sub(r"\s", "", expression).split("|")
    if "isolated" in filters or variable in NOT_WORDS or variable.startswith(("form.", "field.")):
        return False
    return variable.rpartition(".")[2] in WORDS


def lacking(source: str, name: str = "") -> Iterator[Lacking]:
    """Every place of a template of this name where words of people lack a direction."""
    spared = OF_THE_HOUSE.get(name, set())
    return (one for one in _lacking(source) if re.split(r"[|\s]", one.expression)[0] not in spared)


def _lacking(source: str) -> Iterator[Lacking]:
    stack: list[Element] = []
    sentence: dict[str, tuple[int, int, str]] | None = None
    blocks: list[bool] = []  # those that are open, and whether each stands where no markup can
    for found in CODE.finditer(source):
        code = found[0]
        given = any(blocks) or any(one.is_given or one.name in BARE for one in stack)
        if code.startswith("{{"):
            expression = code[2:-2].strip()
            if given:
                continue
            if sentence is not None:
                if "asvar" in sentence:
                    continue  # where it is shown, it is one variable
                if expression in sentence:
                    start, end, value = sentence[expression]
                    if is_words(value):
                        yield Lacking(start, end, value, stack[-1] if stack else None, is_in_sentence=True)
                elif is_words(expression):
                    yield Lacking(*found.span(), expression, stack[-1] if stack else None, is_in_sentence=True)
            elif is_words(expression):
                yield Lacking(*found.span(), expression, stack[-1] if stack else None)
        elif code.startswith("{%"):
            words = code[2:-2].strip()
            if re.match(r"blocktrans(late)?\b", words):
                sentence = {}
                if " asvar " in words:
                    sentence["asvar"] = (0, 0, "")
                else:
                    for one in WITH.finditer(code):
                        sentence[one[1]] = (found.start() + one.start(2), found.start() + one.end(2), one[2])
            elif re.match(r"endblocktrans(late)?\b", words):
                sentence = None
            elif opened := re.match(r"block (\w+)", words):
                blocks.append(opened[1] in BARE_BLOCKS)
            elif words.startswith("endblock") and blocks:
                blocks.pop()
        elif code.startswith("</"):
            name = code[2:-1].strip().lower()
            if any(one.name == name for one in stack):
                while stack.pop().name != name:
                    pass
        elif opened := re.match(r"<([a-zA-Z][\w-]*)", code):
            name = opened[1].lower()
            if name not in VOID and not code.endswith("/>"):
                stack.append(Element(name, *found.span(), bool(GIVEN.search(code)) or name == "bdi"))
