"""What a search says of its hits, in the reader's language: why each was found, and what was looked for instead."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.viewpoint import Byline
from commonplace.search.queries import Hit
from commonplace.search.sought import How, Near

PLACES = {
    "post": {"title": gettext_lazy("title"), "text": gettext_lazy("text"), "topic": gettext_lazy("topic")},
    "person": {"title": gettext_lazy("name"), "text": gettext_lazy("profile"), "topic": gettext_lazy("name")},
    "community": {"title": gettext_lazy("name"), "text": gettext_lazy("charter"), "topic": gettext_lazy("name")},
    "topic": {"title": gettext_lazy("topic"), "text": gettext_lazy("text"), "topic": gettext_lazy("topic")},
}
WORDS = {
    How.SAME: gettext_lazy("“%(found)s”"),
    How.FORM: gettext_lazy("“%(found)s” for “%(asked)s”"),
    How.BEGUN: gettext_lazy("“%(found)s”, which begins with “%(asked)s”"),
    How.NEAR: gettext_lazy("“%(found)s”, which is near “%(asked)s”"),
}


class Telling:
    """Says why hits were found; looks its words up once for all of them."""

    def __init__(self) -> None:
        self._places = {kind: {place: str(word) for place, word in said.items()} for kind, said in PLACES.items()}
        self._words = {how: str(words) for how, words in WORDS.items()}
        self._whole, self._writer = _("%(word)s (%(places)s)"), _("%(name)s (writer)")

    def whys(self, hit: Hit, writer: Byline | None) -> Sequence[str]:
        """By which words a hit was found and where they stand; `writer` where it was looked for by who wrote it."""
        places = self._places.get(hit.kind, self._places["post"])
        said = []
        for why in hit.why:
            word = self._words[why.how] % {"found": why.found, "asked": why.asked}
            where = ", ".join(dict.fromkeys(places[place] for place in why.where))
            said.append(self._whole % {"word": word, "places": where})
        if writer is not None:
            said.append(self._writer % {"name": writer.name})
        return said


def instead(near: Sequence[Near]) -> Sequence[str]:
    """For which words others were looked for, a sentence each."""
    return [
        _("Nothing under “%(asked)s”; shown: %(found)s.")
        % {"asked": one.asked, "found": ", ".join(_("“%(found)s”") % {"found": word} for word in one.found)}
        for one in near
    ]
