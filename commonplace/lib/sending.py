"""One sending is one thing made, however often it arrives; the same form with other words in it is another sending."""

from __future__ import annotations

import hashlib
import json


def key_of_sending(mark: object | None, *content: object) -> str | None:
    """The key under which what was sent is made once: the form's mark and all that stood in it; None without a mark.

    A browser's Back button gives the same form again, mark and all, and the mark alone would lose the second words.
    What has an identity of its own, such as a message of an archive, needs no key but that.
    """
    if not mark:
        return None
    said = json.dumps([str(mark), *content], default=str, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()
