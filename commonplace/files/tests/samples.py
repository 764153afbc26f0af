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


def page_with(
    content: bytes,
    size: tuple[int, int] = (600, 800),
    more: bytes = b"",
    objects: tuple[bytes, ...] = (),
    catalogue: bytes = b"",
    pages: bytes = b"3 0 R",
) -> bytes:
    """A PDF of one page that draws `content`, by `more` resources; `objects` are numbered from 5."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[%s]/Count 1>>" % pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<<%s>>>>" % (*size, more),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        table,
        len(parts) + 1,
        len(out),
    )
