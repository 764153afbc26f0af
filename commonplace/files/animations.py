"""Moving pictures are painted anew frame by frame, within a budget; what goes beyond it stands still."""

import io
from typing import Final

from PIL import Image

MOST_FRAMES: Final = 300
LARGEST: Final = 2_000_000  # pixels of one frame as it comes
MOST_PIXELS: Final = 16_000_000  # painted in all, which take four bytes each
SIDE: Final = 800  # pixels; what moves is made smaller than what stands
SHORTEST, LONGEST = 20, 10_000  # milliseconds that a frame stands
_KINDS = {"image/gif": "GIF", "image/webp": "WEBP"}


def repainted(data: bytes, content_type: str) -> tuple[bytes, int, int] | None:
    """The same moving picture as WebP with its width and height; None where it does not move, or is too much.

    Raises what Pillow raises where a frame is damaged.
    """
    kind = _KINDS.get(content_type)
    if kind is None:
        return None
    with Image.open(io.BytesIO(data), formats=[kind]) as opened:
        frames: list[Image.Image] = []
        stands: list[int] = []
        loop = int(opened.info.get("loop", 1 if kind == "GIF" else 0))
        size, painted = opened.size, 0
        while True:
            # Asked before the frame is decoded; a frame of a GIF may be larger than the picture said.
            painted += opened.width * opened.height
            if opened.width * opened.height > LARGEST or painted > 4 * MOST_PIXELS or len(frames) == MOST_FRAMES:
                return None
            frame = opened.convert("RGBA")
            frame.thumbnail((SIDE, SIDE))
            if frame.width * frame.height * (len(frames) + 1) > MOST_PIXELS or opened.size != size:
                return None
            frames.append(frame)
            stands.append(min(max(int(opened.info.get("duration") or 100), SHORTEST), LONGEST))
            try:
                opened.seek(opened.tell() + 1)
            except EOFError:
                break
    if len(frames) < 2:
        return None
    out = io.BytesIO()
    frames[0].save(
        out, "WEBP", save_all=True, append_images=frames[1:], duration=stands, loop=loop, quality=80, method=0
    )
    return out.getvalue(), frames[0].width, frames[0].height


def first(data: bytes) -> bytes:
    """The first frame of what `repainted` made, for whoever asked for less motion."""
    with Image.open(io.BytesIO(data), formats=["WEBP"]) as opened:
        out = io.BytesIO()
        opened.convert("RGBA").save(out, "WEBP", quality=80)
    return out.getvalue()
