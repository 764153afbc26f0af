"""Small files of every kind, honest and otherwise, made when a test asks."""

import io
import zipfile

from PIL import Image, PngImagePlugin


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size)
    if mode in ("RGB", "RGBA"):
        # The left half red, so that turning and cutting can be seen.
        image.paste("blue", (0, 0, *size))
        image.paste("red", (0, 0, size[0] // 2, size[1]))
    image.save(out, form, **options)
    return out.getvalue()


def photo_with_secrets(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif, comment=b"SECRETCOMMENT")


def png_with_secrets() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRETAUTHOR")
    return picture("PNG", pnginfo=info) + b"<script>SECRETTAIL</script>"


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.convert("RGBA").tobytes()


def animation(form: str = "GIF", number: int = 3) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (30, 30), ("red", "green", "blue")[n % 3]) for n in range(number)]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


def archive(entries: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in entries.items():
            opened.writestr(name, data)
        opened.comment = comment
    return out.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
SLIDES = {"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<presentation/>"}


def open_document(kind: str, more: dict[str, bytes] | None = None) -> bytes:
    mimetype = b"application/vnd.oasis.opendocument." + kind.encode()
    return archive({"mimetype": mimetype, "content.xml": b"<content/>", **(more or {})})


def word(more: dict[str, bytes] | None = None) -> bytes:
    return archive({**WORD, **(more or {})})
