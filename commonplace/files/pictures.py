"""Pictures are painted anew: what leaves here is pixels, without place, camera, comment or anything appended."""

import io
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from commonplace.files import refusals

MAX_MEGAPIXELS = 50
MAX_SIDE = 2400  # pixels
FACE_SIDE = 256  # pixels
QUALITY = 85

# Pillow's own check warns before it refuses; ours comes first and speaks to people.
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DAMAGED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError)


class Picture(NamedTuple):
    """A picture painted anew, ready to keep."""

    data: bytes
    content_type: str
    width: int
    height: int


def repaint(data: bytes, content_type: str) -> Picture:
    """The same picture upright, no side over MAX_SIDE; of an animation, the first frame. Raises FileRefused."""
    image = _open(data, content_type, MAX_SIDE)
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    target = {"image/jpeg": "JPEG", "image/webp": "WEBP"}.get(content_type, "PNG")
    return _saved(image, target)


def face(data: bytes, content_type: str) -> Picture:
    """A square of FACE_SIDE, cut a little above the middle, where faces are. Raises FileRefused."""
    image = _open(data, content_type, FACE_SIDE * 4)
    image = ImageOps.fit(image, (FACE_SIDE, FACE_SIDE), centering=(0.5, 0.4))
    return _saved(_on_white(image), "JPEG")


def _open(data: bytes, content_type: str, enough: int) -> Image.Image:
    """The first frame, upright, in sRGB, without metadata; `enough` lets JPEG decode at a fraction of its size."""
    try:
        with Image.open(io.BytesIO(data), formats=[content_type.removeprefix("image/").upper()]) as opened:
            if opened.width * opened.height > MAX_MEGAPIXELS * 1_000_000:
                raise refusals.picture_too_large(MAX_MEGAPIXELS)
            opened.draft(None, (enough, enough))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return _without_metadata(_in_srgb(upright))
    except _TOO_LARGE as problem:
        raise refusals.picture_too_large(MAX_MEGAPIXELS) from problem
    except _DAMAGED as problem:
        raise refusals.damaged_picture() from problem


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
