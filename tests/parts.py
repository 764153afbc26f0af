"""What a page is made of, without its words: two pages made of the same parts are looked at once."""

from html.parser import HTMLParser

# An element as style and listeners know it: its tag, the names of its attributes, and what these say where it matters.
type Element = tuple[str, ...]
# An element within another.
type Part = tuple[Element, Element]

# Of the others the name alone counts: what they say is an address, a number or words.
SAID = frozenset("autocomplete class dir disabled hidden inert lang method open rel required role style type".split())
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class _Parts(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[Part] = set()
        self.around: list[Element] = [("",)]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, *sorted(f"{name}={value}" if name in SAID else name for name, value in attrs))
        self.found.add((self.around[-1], element))
        if tag not in VOID:
            self.around.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.around) - 1, 0, -1):
            if self.around[at][0] == tag:
                del self.around[at:]
                return


def parts_of(page: str) -> set[Part]:
    """The parts of a page, each once: an element within its parent, with its classes and without its words."""
    return _Parts(page).found
