"""A picture arrives upright, of bearable size, and without anything it was not asked for."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from commonplace.files import animations, pictures
from commonplace.files.actions import DOCUMENTS, FileRefused, keep, keep_bytes, keep_face
from commonplace.files.frames import first_frame
from commonplace.files.models import StoredFile
from commonplace.files.serve import response_for
from commonplace.files.tests import samples

pytestmark = pytest.mark.django_db


def content(stored: StoredFile) -> bytes:
    with stored.content.open("rb") as opened:
        return opened.read()


def seen(stored: StoredFile) -> Image.Image:
    return Image.open(io.BytesIO(content(stored)))


@pytest.mark.parametrize(
    ("form", "content_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")],
)
def test_each_kind_is_painted_anew(form: str, content_type: str):
    stored = keep_bytes(name="barn.bmp", data=samples.picture(form))
    assert (stored.kind, stored.content_type) == ("image", content_type)
    assert (stored.width, stored.height) == (40, 20)
    assert stored.size == len(content(stored))
    assert stored.name == "barn.bmp." + {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}[content_type]


@pytest.mark.parametrize(
    "data", [samples.photo_with_secrets(), samples.png_with_secrets()], ids=["exif", "text and tail"]
)
def test_metadata_and_whatever_was_appended_are_gone(data: bytes):
    assert b"SECRET" in data
    stored = keep_bytes(name="barn", data=data)
    assert b"SECRET" not in content(stored)
    assert not dict(seen(stored).getexif())


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 20)), (6, (20, 40)), (8, (20, 40)), (3, (40, 20))])
def test_a_turned_photo_stands_upright(orientation: int, size: tuple[int, int]):
    stored = keep_bytes(name="barn.jpg", data=samples.photo_with_secrets(orientation))
    assert (stored.width, stored.height) == size
    if orientation == 6:
        red, _, blue = seen(stored).getpixel((10, 3))
        assert red > blue


def test_a_large_picture_is_made_smaller():
    stored = keep_bytes(name="barn.jpg", data=samples.picture("JPEG", (5000, 1000)))
    assert (stored.width, stored.height) == (pictures.MAX_SIDE, 480)


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving_and_has_a_first_frame_of_its_own(form: str):
    stored = keep_bytes(name="dance", data=samples.animation(form))
    assert (stored.moves, stored.content_type, stored.name) == (True, "image/webp", "dance.webp")
    assert stored.may_show
    picture = seen(stored)
    assert picture.n_frames == 3
    picture.seek(1)
    assert picture.convert("RGB").getpixel((15, 15))[1] > 90
    answer = response_for(stored, still=True)
    with Image.open(io.BytesIO(b"".join(answer))) as still:
        assert getattr(still, "n_frames", 1) == 1
        assert still.convert("RGB").getpixel((15, 15))[0] > 200


def test_what_moves_beyond_the_budget_stands_still():
    for form in ("GIF", "WEBP"):
        stored = keep_bytes(name="dance", data=samples.animation(form, animations.MOST_FRAMES + 1))
        assert not stored.moves
        assert getattr(seen(stored), "n_frames", 1) == 1


def test_nothing_but_pixels_and_times_is_left_of_what_moves():
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"SECRETCOMMENT", duration=[40, 900])
    stored = keep_bytes(name="dance.gif", data=out.getvalue())
    with stored.content.open() as content:
        assert b"SECRET" not in content.read()
    picture = seen(stored)
    times = []
    for number in range(2):
        picture.seek(number)
        picture.load()
        times.append(picture.info["duration"])
    assert times == [40, 900]


def test_an_animation_cut_short_keeps_its_first_frame():
    data = samples.animation("GIF")
    stored = keep_bytes(name="dance.gif", data=data[: len(data) * 2 // 3])
    assert stored.width == 30


@pytest.mark.parametrize("form", ["PNG"])
def test_of_an_animation_in_another_form_the_first_frame_is_kept(form: str):
    picture = seen(keep_bytes(name="dance", data=samples.animation(form)))
    assert getattr(picture, "n_frames", 1) == 1
    red, green, blue = picture.convert("RGB").getpixel((15, 15))
    assert red > 200
    assert green < 60
    assert blue < 60


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "1", "CMYK"])
def test_every_way_to_write_colours_is_read(mode: str):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert keep_bytes(name="barn", data=samples.picture(form, mode=mode)).width == 40


def test_transparency_stays():
    assert seen(keep_bytes(name="barn", data=samples.picture(mode="RGBA"))).mode == "RGBA"


def test_colours_are_brought_to_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = seen(keep_bytes(name="barn", data=samples.picture(icc_profile=profile)))
    assert "icc_profile" not in picture.info
    assert keep_bytes(name="barn", data=samples.picture(icc_profile=b"not a profile")).width == 40


def test_a_decompression_bomb_is_refused_before_it_is_opened():
    image = Image.new("1", (12_000, 12_000))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(FileRefused, match="50 million pixels") as refused:
        keep_bytes(name="bomb.png", data=out.getvalue())
    assert refused.value.code == "too-many-pixels"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_damaged_picture_is_refused(form: str):
    whole = samples.picture(form, (400, 400))
    for data in (whole[:40], whole[: len(whole) // 2], whole[:20] + b"\0" * 200):
        with pytest.raises(FileRefused) as refused:
            keep_bytes(name="barn", data=data)
        assert refused.value.code == "damaged"


def test_a_face_is_a_small_square_without_its_name():
    upload = SimpleUploadedFile("me at the clinic.png", samples.picture(mode="RGBA", size=(300, 900)))
    stored = keep_face(upload=upload)
    assert (stored.width, stored.height, stored.name) == (256, 256, "face.jpg")


def test_a_face_is_a_picture():
    with pytest.raises(FileRefused) as refused:
        keep_face(upload=SimpleUploadedFile("me.pdf", b"%PDF-1.4"))
    assert refused.value.code == "not-here"


def test_where_only_documents_belong_a_picture_is_refused():
    with pytest.raises(FileRefused) as refused:
        keep(upload=SimpleUploadedFile("barn.pdf", samples.picture()), allow=DOCUMENTS)
    assert refused.value.code == "not-here"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_colours_that_mean_another_thing_reach_the_one_who_reads_them(form: str):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    frame = first_frame(samples.picture(form, icc_profile=profile), f"image/{form.lower()}")
    assert Image.open(io.BytesIO(frame.data)).info["icc_profile"] == profile
