"""Pictures are painted anew: what leaves here is pixels, without place, camera, comment or anything appended."""

import io
import struct
from typing import Final, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from commonplace.files import animations, refusals
from commonplace.files.frames import Frame, first_frame
from commonplace.lib.unpacking import TooMuch

MAX_MEGAPIXELS = 50
MAX_MEMORY: Final = 256 * 1024 * 1024  # bytes that decoding may take; one is decoded at a time, see lib/unpacking.py
STRIP = 1 << 20  # pixels brought to plain colours at once
MAX_SIDE = 2400  # pixels
FACE_SIDE = 256  # pixels
QUALITY = 85

# Pillow's own check warns before it refuses; ours comes first and speaks to people.
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DAMAGED = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    struct.error,
)

# Bytes for each pixel that Pillow holds; what is not named takes four.
_PIXEL: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}
_WEBP_PIXEL: Final = 18  # the decoder's own canvases and what Pillow copies; test_memory.py measures it
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Picture(NamedTuple):
    """A picture painted anew, ready to keep."""

    data: bytes
    content_type: str
    width: int
    height: int
    moves: bool = False


def repaint(data: bytes, content_type: str) -> Picture:
    """The same picture upright, no side over MAX_SIDE; what moves goes on moving, within the budget of `animations`,
    and beyond it is its first frame. Raises FileRefused.
    """
    # First as it stands: whatever is refused, damaged or too large as a picture is so as one that moves.
    image = _open(data, content_type, MAX_SIDE)
    if moving := _moving(data, content_type):
        return moving
    target = {"image/jpeg": "JPEG", "image/webp": "WEBP"}.get(content_type, "PNG")
    return _saved(image, target)


def _moving(data: bytes, content_type: str) -> Picture | None:
    try:
        found = animations.repainted(data, content_type)
    except (*_TOO_LARGE, *_DAMAGED):
        return None  # its first frame is whole
    return Picture(found[0], "image/webp", *found[1:], moves=True) if found else None


def small(data: bytes, content_type: str, side: int) -> Picture:
    """The same picture with no side over `side`; its first frame where it moves. Raises FileRefused."""
    return _saved(_open(data, content_type, side), "WEBP")


def face(data: bytes, content_type: str) -> Picture:
    """A square of FACE_SIDE, cut a little above the middle, where faces are. Raises FileRefused."""
    image = _open(data, content_type, FACE_SIDE * 4)
    image = ImageOps.fit(image, (FACE_SIDE, FACE_SIDE), centering=(0.5, 0.4))
    return _saved(_on_white(image), "JPEG")


def _open(data: bytes, content_type: str, enough: int) -> Image.Image:
    """The first frame, upright, in sRGB, without metadata, no side over `enough`."""
    try:
        frame = first_frame(data, content_type)
        # What was decoded is let go of before anything else is made of it.
        small = _decoded(frame, content_type, enough)
        small.thumbnail((enough, enough))
        return _without_metadata(_in_srgb(_upright(small, frame.orientation)))
    except _TOO_LARGE as problem:
        raise refusals.picture_too_large(MAX_MEGAPIXELS) from problem
    except TooMuch as problem:
        raise refusals.picture_unpacks_too_large() from problem
    except _DAMAGED as problem:
        raise refusals.damaged_picture() from problem


def _decoded(frame: Frame, content_type: str, enough: int) -> Image.Image:
    with Image.open(io.BytesIO(frame.data), formats=[content_type.removeprefix("image/").upper()]) as opened:
        _check_size(opened)
        whole = opened.width * opened.height
        # A JPEG can be decoded at a fraction of its size.
        opened.draft(None, (enough, enough))
        _check_memory(opened, whole, frame)
        opened.load()
        return _reduced(opened, enough)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
        raise refusals.picture_too_large(MAX_MEGAPIXELS)


def _check_memory(image: Image.Image, whole: int, frame: Frame) -> None:
    """Refuse what would take more memory than there is for it, by what its format makes a decoder hold; `whole`
    is the number of pixels before any were left out.
    """
    pixel = _WEBP_PIXEL if image.format == "WEBP" else _PIXEL.get(image.mode, 4)
    memory = image.width * image.height * pixel
    if isinstance(image, JpegImageFile) and (frame.scans > 1 or "progressive" in image.info):
        # Every coefficient of the whole picture is held, two bytes each, however small it is decoded.
        shares = [layer[1] * layer[2] for layer in image.layer]
        largest = max(layer[1] for layer in image.layer) * max(layer[2] for layer in image.layer)
        memory += 2 * whole * sum(shares) // max(largest, 1)
    if memory > MAX_MEMORY:
        raise refusals.picture_too_large(MAX_MEMORY * whole // memory // 1_000_000)


def _reduced(image: Image.Image, enough: int) -> Image.Image:
    """The picture in plain colours, at a whole fraction of its size, made strip by strip: never twice in memory."""
    factor = max(1, max(image.size) // enough)
    width, height = image.size
    small: Image.Image | None = None
    rows = max(1, STRIP // (width * factor)) * factor
    for top in range(0, height, rows):
        strip = _in_plain_mode(image.crop((0, top, width, min(height, top + rows)))).reduce(factor)
        if small is None:
            small = Image.new(strip.mode, (strip.width, -(-height // factor)))
            small.info = {"icc_profile": image.info.get("icc_profile")}
        small.paste(strip, (0, top // factor))
    assert small is not None  # no picture is without a row
    return small


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as the camera meant them: without its profile, a phone's picture would look pale."""
    profile = image.info.get("icc_profile")
    image = _in_plain_mode(image)
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _in_plain_mode(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits for each pixel; a plain conversion would clip them to white.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGB", "RGBA", "L"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _without_metadata(image: Image.Image) -> Image.Image:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _saved(image: Image.Image, target: str) -> Picture:
    out = io.BytesIO()
    if target == "PNG":
        image.save(out, target, optimize=False)
    else:
        image.save(out, target, quality=QUALITY)
    return Picture(out.getvalue(), f"image/{target.lower()}", image.width, image.height)
