"""A letter as its reader has it, and what is true of every one."""

import re
from html.parser import HTMLParser

from commonplace.letters.models import Letter

# Plain words number what stands in a letter, which the other part sets apart.
NUMBERING = re.compile(r"^\d+\. ", re.MULTILINE)


class Seen(HTMLParser):
    """The words and the links of a letter's HTML, and the tags that it has."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.words += " "
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def written(letter: Letter) -> Seen:
    """What is true of every letter."""
    seen = Seen(letter.html)
    assert letter.subject.strip()
    for part in (letter.subject, letter.text, letter.html):
        assert [flaw for flaw in ("MISSING(", "%(", "None", "&amp;amp;", "&amp;lt;") if flaw in part] == []
    assert [flaw for flaw in ("&lt;", "&amp;", "&#x27;") if flaw in letter.text + letter.subject] == []
    assert seen.tags & {"script", "b", "img", "form"} == set()
    assert [link for link in seen.links if link not in letter.text.split() and f", {link}\n" not in letter.text] == []
    assert all(link.startswith("https://commons.example") for link in seen.links)
    assert len(letter.html.encode()) < 16_000
    # Each word of the plain part is in the other one, too; a heading has no full stop, and a link no colon.
    said = " ".join(seen.words.split())
    body = letter.text.partition("\n-- \nCommons")[0]
    body = NUMBERING.sub("", body)
    missing = [word for word in body.split() if word.rstrip(".:") not in said and not word.startswith("https://")]
    assert missing == []
    return seen
