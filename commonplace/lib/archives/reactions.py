"""A sign that somebody put to a message, by its name or itself: thanks, but where it says the opposite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from commonplace.lib.archives.stream import Thanks

_AGAINST: Final = frozenset(
    "-1 thumbsdown thumbs_down x cross_mark no_entry no_entry_sign angry rage face_with_symbols_on_mouth middle_finger"
    " nauseated_face face_vomiting poop hankey 👎 ❌ 🚫 😠 😡 🤬 🖕 🤢 🤮 💩".split()
)
# The names of those that stand in most messages; others stay words between colons.
PICTURES: Final = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "smile": "😄", "smiley": "😃", "grinning": "😀",
    "simple_smile": "🙂", "slightly_smiling_face": "🙂", "slightly_frowning_face": "🙁", "disappointed": "😞",
    "grin": "😁", "laughing": "😆", "joy": "😂", "rofl": "🤣", "wink": "😉", "blush": "😊", "sweat_smile": "😅",
    "stuck_out_tongue": "😛", "thinking_face": "🤔", "sob": "😭", "cry": "😢", "heart": "❤️", "tada": "🎉",
    "clap": "👏", "pray": "🙏", "raised_hands": "🙌", "wave": "👋", "ok_hand": "👌", "muscle": "💪", "fire": "🔥",
    "rocket": "🚀", "eyes": "👀", "white_check_mark": "✅", "warning": "⚠️", "bulb": "💡", "star": "⭐", "100": "💯",
    "point_up": "☝️", "point_up_2": "👆", "point_right": "👉", "shrug": "🤷", "sunglasses": "😎", "coffee": "☕",
}  # fmt: skip


def thanks(message: str, given: Iterable[tuple[str, str | None]], *, at: datetime | None = None) -> Iterator[Thanks]:
    """The thanks among signs and whose each is: one for each person, and one for each sign of nobody's name."""
    seen: set[str] = set()
    for sign, author in given:
        # A tone of skin stands behind the name or the sign.
        name = sign.partition("::")[0].strip(":")
        if name in _AGAINST or name[:1] in _AGAINST or author in seen:
            continue
        if author is not None:
            seen.add(author)
        yield Thanks(message, author, at)


__all__ = ["PICTURES", "thanks"]
