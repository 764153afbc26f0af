"""A letter's text taken apart: what was written, what was quoted and from whom, the signature, what the list added.

Every line gets one label and neighbours of one label become one part, so nothing is lost: the parts' texts, joined, are
the text. mail-parser-reply is not used here: it takes the indents of lines and the answers between two quotes away, and
three times as long (docs/measurements.md, bench/mail_quotes.py).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from commonplace.lib.mail import phrases
from commonplace.lib.mail.disclaimers import is_disclaimer, may_disclaim
from commonplace.lib.mail.originals import end_of_header, may_be_header
from commonplace.lib.mail.patches import patches_in
from commonplace.lib.text import has_any

LONGEST_SIGNATURE = 25  # lines; what goes on longer is no signature
LONGEST_DISCLAIMER = 40  # lines
_QUOTED = re.compile(r"^(?: {0,3}>|\s{0,8}[A-Z][A-Za-z]{0,3}>)")
_PROMPT = re.compile(r"^ {0,3}>>>(?: \S|$)")


class Kind(StrEnum):
    """What a part of a letter is."""

    WRITTEN = "written"
    QUOTE = "quote"
    SIGNATURE = "signature"
    FOOTER = "footer"
    PATCH = "patch"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a letter; `attribution` is the beginning of a quote's text that says who wrote it."""

    kind: Kind
    text: str
    attribution: str = ""

    @property
    def body(self) -> str:
        """The text after the attribution."""
        return self.text[len(self.attribution) :]


def parts_of(text: str, *, within_quote: bool = False) -> list[Part]:
    """The parts of a letter's text, in order; joined they are the text. Within a quote only quotes and patches are told
    apart.
    """
    lines = text.splitlines(keepends=True)
    labels = _labels([line.rstrip() for line in lines], within_quote=within_quote)
    parts: list[Part] = []
    for found in _STRETCH.finditer("".join(labels)):
        begin, end = found.span()
        attributed = begin + len(found[1] or "")
        parts.append(Part(_KINDS[labels[begin]], "".join(lines[begin:end]), "".join(lines[begin:attributed])))
    return parts


_WRITTEN, _QUOTE, _ATTRIBUTION, _SIGNATURE, _FOOTER, _PATCH = "W", "Q", "A", "S", "F", "P"
_KINDS = {
    _WRITTEN: Kind.WRITTEN,
    _QUOTE: Kind.QUOTE,
    _ATTRIBUTION: Kind.QUOTE,
    _SIGNATURE: Kind.SIGNATURE,
    _FOOTER: Kind.FOOTER,
    _PATCH: Kind.PATCH,
}


# Neighbours of one label, an attribution with the quote below it.
_STRETCH = re.compile(r"(A+)Q*|Q+|W+|S+|F+|P+")


def _labels(lines: list[str], *, within_quote: bool) -> list[str]:
    labels = [_QUOTE if ">" in line and _QUOTED.match(line) else _WRITTEN for line in lines]
    # First of all: within a patch nothing is a quote, a rule or a signature.
    for begin, end in patches_in(lines):
        labels[begin:end] = [_PATCH] * (end - begin)
    if within_quote:
        if _QUOTE in labels:
            _label_attributions(lines, labels)
            _fill_blanks(lines, labels)
        return labels
    _keep_prompts(lines, labels)
    lowered = "\n".join(lines).lower()
    _label_footers(lines, labels, lowered)
    _label_originals(lines, labels)
    _label_attributions(lines, labels)
    _label_unmarked_quote(lines, labels)
    _label_signatures(lines, labels, lowered)
    _fill_blanks(lines, labels)
    return labels


def _runs(labels: list[str], label: str) -> list[tuple[int, int]]:
    """Where the label stands: begin and end of each run."""
    return [found.span() for found in re.finditer(f"{label}+", "".join(labels))]


def _keep_prompts(lines: list[str], labels: list[str]) -> None:
    """A Python session's '>>> ' is no third-hand quote, unless someone is being quoted around it."""
    for begin, end in _runs(labels, _QUOTE):
        above = next((line for line in reversed(lines[max(0, begin - 2) : begin]) if line), "")
        if all(_PROMPT.match(line) for line in lines[begin:end]) and not phrases.WROTE_SURE.search(above):
            labels[begin:end] = [_WRITTEN] * (end - begin)


def _label_footers(lines: list[str], labels: list[str], lowered: str) -> None:
    disclaims = may_disclaim(lowered)
    at = words_end = 0
    for begin, line in enumerate(lines):
        if begin < at or not line or labels[begin] != _WRITTEN:
            continue
        if not (disclaims or line.lstrip()[:1] in "-_=AS"):
            continue
        at = end = begin
        if phrases.SCRUBBED_RULE.match(line) or phrases.SCRUBBED.match(line):
            end = _scrubbed_end(lines, at)
        elif phrases.RULE.match(line):
            # Above header lines it is a mail program's rule, whatever address they name.
            end = at if end_of_header(lines, at) else _list_footer_end(lines, labels, at)
        elif disclaims and is_disclaimer(lines, at):
            words_end = words_end if words_end > at else _words_end(lines, labels, at)
            end = words_end if words_end - at <= LONGEST_DISCLAIMER else at
        labels[at:end] = [_FOOTER] * (end - at)
        at = max(end, at + 1)


def _words_end(lines: list[str], labels: list[str], at: int) -> int:
    """Where something else than words begins below a line: what a list adds, a signature, a quote with the lines that
    say whose it is.
    """
    end = at + 1
    while end < len(lines) and labels[end] == _WRITTEN:
        line = lines[end]
        if line and (
            phrases.SCRUBBED_RULE.match(line)
            or phrases.RULE.match(line)
            or phrases.SIGNATURE.match(line)
            or end_of_header(lines, end)
            or (line[-1] in ":：道" and phrases.WROTE_SURE.search(line) and _attribution_start(lines, labels, end) >= 0)
        ):
            break
        end += 1
    if end == len(lines):
        return end
    above = next((n for n in range(end - 1 if labels[end] != _WRITTEN else end, at, -1) if lines[n]), at)
    first = _attribution_start(lines, labels, above)
    return first if first > at else end


def _scrubbed_end(lines: list[str], at: int) -> int:
    """The end of pipermail's note on a part that it took out; a next part that is text is not one."""
    if phrases.SCRUBBED_RULE.match(lines[at]):
        at += 1
        while at < len(lines) and not lines[at]:
            at += 1
        if at < len(lines) and not phrases.SCRUBBED.match(lines[at]):
            return at
    end = at + 1
    while end < len(lines) and phrases.SCRUBBED_FIELD.match(lines[end]):
        end += 1
    return min(end, len(lines))


def _list_footer_end(lines: list[str], labels: list[str], at: int) -> int:
    """The end of what a list or a mail provider adds below a rule, or `at` where it is the writer's own rule."""
    end = at + 1
    while end < len(lines) and lines[end] and labels[end] == _WRITTEN and end - at < 8:
        end += 1
    block = " ".join(lines[at + 1 : end])
    if phrases.LIST_FOOTER.search(block):
        return end
    # No more than it takes to see that there are more: a letter may be nothing but rules.
    rest = list(islice((n for n in range(at + 1, len(lines)) if lines[n]), 6))
    advertises = bool(re.search(r"https?://|www\.", block)) and lines[at].lstrip().startswith("_")
    return len(lines) if advertises and len(rest) <= 5 and _WRITTEN in labels[:at] else at


def _label_originals(lines: list[str], labels: list[str]) -> None:
    """Outlook's way: a line or a block of header lines, and below it everything that is quoted without a mark."""
    is_above = False  # whether anything was written above
    for at in range(len(lines)):
        is_above = is_above or (at > 0 and bool(lines[at - 1]) and labels[at - 1] in (_WRITTEN, _PATCH))
        if labels[at] != _WRITTEN or not may_be_header(lines[at]) or not (fields := end_of_header(lines, at)):
            continue
        if not is_above:
            # Nothing written above: a forward that is the letter itself, or an answer below what it answers.
            if _next_label(lines, labels, fields) == _QUOTE:
                labels[at:fields] = [_ATTRIBUTION] * (fields - at)
            continue
        labels[at:fields] = [_ATTRIBUTION] * (fields - at)
        # What the list added to this letter stands at its end; what it added to the other one is quoted with it.
        last = len(lines)
        while last > fields and (not lines[last - 1] or labels[last - 1] == _FOOTER):
            last -= 1
        labels[fields:last] = [_QUOTE] * (last - fields)
        labels[last:] = [label if label == _FOOTER else _QUOTE for label in labels[last:]]
        return


def _next_label(lines: list[str], labels: list[str], at: int) -> str:
    return next((labels[n] for n in range(at, len(lines)) if lines[n]), "")


def _label_attributions(lines: list[str], labels: list[str]) -> None:
    """The one to three lines above a quote that say who wrote it."""
    for begin, _ in _runs(labels, _QUOTE):
        last = begin - 1
        while last >= 0 and not lines[last] and begin - last < 3 and labels[last] == _WRITTEN:
            last -= 1
        first = _attribution_start(lines, labels, last)
        if first >= 0:
            labels[first:begin] = [_ATTRIBUTION] * (begin - first)


def _attribution_start(lines: list[str], labels: list[str], last: int) -> int:
    """The first line of the attribution that ends at `last`, or -1."""
    if last >= 0 and labels[last] == _WRITTEN and phrases.FROM_FIELD.match(lines[last]):
        return last
    if last < 0 or labels[last] != _WRITTEN or not phrases.WROTE.search(lines[last]):
        return -1
    sure = bool(phrases.WROTE_SURE.search(lines[last]))
    for first in range(last, max(-1, last - 4), -1):
        if not lines[first] or labels[first] != _WRITTEN:
            break
        if phrases.BEGINS_ATTRIBUTION.match(lines[first]) and (
            sure or phrases.HAS_DATE.search(" ".join(lines[first : last + 1]))
        ):
            return first
    return last if sure and len(lines[last]) < 160 else -1


def _label_unmarked_quote(lines: list[str], labels: list[str]) -> None:
    """'On ... X wrote:' under an answer, and below it text without any mark: all of that is the quote."""
    for at, line in enumerate(lines):
        if not line or line[-1] not in ":：道" or labels[at] != _WRITTEN or not phrases.WROTE_SURE.search(line):
            continue
        first = _attribution_start(lines, labels, at)
        if first < 0 or not phrases.HAS_DATE.search(" ".join(lines[first : at + 1])) or not any(lines[:first]):
            continue
        below = [label for label, later in zip(labels[at + 1 :], lines[at + 1 :], strict=True) if later]
        if below and _QUOTE not in below and _ATTRIBUTION not in below:
            labels[first : at + 1] = [_ATTRIBUTION] * (at + 1 - first)
            labels[at + 1 :] = [_FOOTER if label == _FOOTER else _QUOTE for label in labels[at + 1 :]]
        return


def _label_signatures(lines: list[str], labels: list[str], lowered: str) -> None:
    may_be_sent_from = has_any(lowered, phrases.MAY_BE_SENT_FROM)
    at = 0
    for begin, line in enumerate(lines):
        if begin < at or (line[:1] != "-" and not may_be_sent_from) or labels[begin] != _WRITTEN or not line:
            continue
        at = end = begin
        if line[0] != "-":
            end = at + 1 if len(line) < 70 and phrases.SENT_FROM.match(line) else at
        elif phrases.SIGNATURE.match(line):
            end = at + 1
            while end < len(lines) and labels[end] == _WRITTEN and end - at < 4 * LONGEST_SIGNATURE:
                end += 1
            if len([one for one in lines[at:end] if one]) > LONGEST_SIGNATURE:
                end = next((n for n in range(at + 2, end) if not lines[n]), end)
        elif phrases.PGP_BEGIN.match(line):
            end = next((n + 1 for n in range(at, min(at + 100, len(lines))) if phrases.PGP_END.match(lines[n])), at)
        elif phrases.PGP_HEAD.match(line):
            end = min(at + 2, len(lines)) if lines[at + 1 : at + 2] and lines[at + 1].startswith("Hash:") else at + 1
        labels[at:end] = [_SIGNATURE] * (end - at)
        at = max(end, at + 1)


def _fill_blanks(lines: list[str], labels: list[str]) -> None:
    """Blank lines go with what stands around them on both sides, else with what stands above."""
    if labels.count(_WRITTEN) == len(labels):
        return
    after = [""] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        after[at] = labels[at] if lines[at] else after[at + 1]
    above = ""
    for at, line in enumerate(lines):
        if line:
            above = labels[at]
            continue
        goes_on = above in (_SIGNATURE, _FOOTER) or (above == _QUOTE and after[at] in (_QUOTE, ""))
        if goes_on and labels[at] == _WRITTEN:
            labels[at] = above
