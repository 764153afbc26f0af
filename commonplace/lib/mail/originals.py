"""The header lines that Outlook and its like set above what they quote without a mark."""

from commonplace.lib.mail import phrases


def may_be_header(line: str) -> bool:
    """Whether it is worth looking whether header lines begin here; most lines are seen off by it."""
    return ":" in line[:20] or "：" in line[:20] or line.lstrip()[:1] in ("-", "_", "=")


def end_of_header(lines: list[str], at: int) -> int:
    """Where the header lines end that some programs set above what they quote without a mark, with the rule or the
    words 'Original Message' that may stand above them here; 0 where there are none.
    """
    line = lines[at]
    if not may_be_header(line):
        return 0
    is_original = bool(phrases.ORIGINAL.match(line))
    head = at
    if is_original or phrases.RULE_ABOVE.match(line):
        head += 1
        while head < len(lines) and not lines[head] and head - at < 3:
            head += 1
    fields = head
    while fields < len(lines) and fields - head < 12 and _is_field(lines, fields, is_first=fields == head):
        fields += 1
    starts_with_sender = head < len(lines) and phrases.FROM_FIELD.match(lines[head])
    if is_original or (starts_with_sender and fields - head >= 3):
        return max(fields, at + 1)
    return _foreign_end(lines, head) if head > at else 0


def _foreign_end(lines: list[str], head: int) -> int:
    """Where header lines end whose language nobody told us: four or more below a rule, with a day among the first."""
    end = head
    while end < len(lines) and end - head < 8 and phrases.ANY_FIELD.match(lines[end][:200]):
        end += 1
    dated = any(phrases.YEAR.search(line[:200]) for line in lines[head + 1 : head + 3])
    return end if end - head >= 4 and dated and (end == len(lines) or not lines[end]) else 0


def _is_field(lines: list[str], at: int, *, is_first: bool) -> bool:
    """Whether a line is a header line, or what is left of the one above it after a mail program wrapped that."""
    line = lines[at]
    if phrases.OTHER_FIELD.match(line):
        return True
    if is_first or not line:
        return False
    return line[0] in " \t" or (at + 1 < len(lines) and bool(phrases.OTHER_FIELD.match(lines[at + 1])))
