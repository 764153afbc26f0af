"""Small pictures: of a picture, and of a PDF its first page, drawn by a process that may take little."""

import io
import json
import os
import subprocess
import sys
import zlib
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from PIL import Image

from commonplace.files import first_page, previews
from commonplace.files.actions import keep_bytes
from commonplace.files.models import Preview
from commonplace.files.serve import preview_for
from commonplace.files.tests import samples

pytestmark = pytest.mark.django_db


def pdf(size: tuple[int, int] = (600, 800), colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PDF")
    return out.getvalue()


def drawn(stored) -> Preview:
    previews.want(stored=stored)
    previews.draw_wanted(now=timezone.now())
    return Preview.objects.get(of=stored)


def test_of_a_pdf_the_first_page_is_drawn(db):
    found = drawn(keep_bytes(name="sheet.pdf", data=pdf()))
    assert (found.width, found.height, found.content_type) == (480, 639, "image/webp")
    answer = preview_for(found.of)
    with Image.open(io.BytesIO(b"".join(answer))) as picture:
        red, green, blue = picture.convert("RGB").getpixel((240, 300))
    assert red > 200 > 60 > max(green, blue)
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox",
        "nosniff",
    )
    answer.close()


def test_of_a_picture_a_smaller_one_is_drawn_where_it_is_large(db):
    large, small = (keep_bytes(name="barn.png", data=samples.picture(size=size)) for size in ((1300, 700), (640, 300)))
    found = drawn(large)
    assert (found.width, found.height) == (640, 345)
    previews.want(stored=small)
    assert Preview.objects.count() == 1
    answer = preview_for(small)
    assert samples.pixels(b"".join(answer)) == samples.pixels(samples.picture(size=(640, 300)))
    answer.close()


@pytest.mark.parametrize("size", [(14_400, 3), (3, 14_400), (14_400, 14_400), (1, 1)])
def test_a_page_of_any_shape_fits(size: tuple[int, int]):
    picture = previews.first_page_of(_empty_page(size))
    assert max(picture.width, picture.height) <= previews.SIDE
    assert min(picture.width, picture.height) >= 1


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7", b"%PDF-1.7\n<html><script>alert(1)</script>", b"%PDF-1.4\n" + os.urandom(5000)],
    ids=["nothing", "a lie", "noise"],
)
def test_what_cannot_be_drawn_stands_without_and_is_not_tried_for_ever(data: bytes):
    stored = keep_bytes(name="sheet.pdf", data=data)
    found = drawn(stored)
    assert (found.content, found.tries) == ("", Preview.MOST_TRIES)
    assert previews.draw_wanted(now=timezone.now() + timedelta(days=1)) == 0
    with pytest.raises(Http404):
        preview_for(stored)


def test_a_page_that_takes_all_the_time_there_is_is_ended():
    """Half a million shapes with soft edges, one over the other: seconds for a page."""
    shapes = b"0 0 m " + b"600 800 l 600 0 l 0 800 l 10 10 l " * 200_000 + b"f* "
    code = _ended_by(samples.page_with(shapes * 3), processor=1)
    assert code in (-9, -24)  # SIGKILL or SIGXCPU


def test_a_page_that_takes_all_the_memory_there_is_is_ended():
    """Two kilobytes that unpack to 280 MB of strokes."""
    assert _ended_by(_page_that_unpacks_to(20_000_000), memory=200 << 20) == -6  # SIGABRT


def test_the_process_knows_no_setting_and_cannot_write_more_than_a_picture():
    asked = """
import json, os, resource, sys
sys.path.insert(0, %r)
from commonplace.files import first_page
first_page.give_up_rights()
print(json.dumps([sorted(os.environ), resource.getrlimit(resource.RLIMIT_FSIZE)[1]]))
"""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    done = subprocess.run([sys.executable, "-I", "-c", asked % root], capture_output=True, check=True, env={})
    known, largest = json.loads(done.stdout)
    assert largest == first_page.LARGEST_DRAWN
    assert set(known) <= {"LC_CTYPE"}


@pytest.mark.parametrize(
    "said", [b"", b"9 9\n", b"0 0\n", b"-1 1\nabc", b"1 1\nabcd", b"9" * 5000, b"700 1\n" + b"a" * 2100]
)
def test_what_a_process_gives_back_is_not_believed(said: bytes):
    with pytest.raises(previews.CannotBeDrawn):
        previews._painted(said)


def test_two_workers_draw_it_once(db):
    stored = keep_bytes(name="sheet.pdf", data=pdf())
    previews.want(stored=stored)
    previews.want(stored=stored)
    one = Preview.objects.get()
    assert previews.draw_wanted(now=timezone.now()) == 1
    assert previews.draw_wanted(now=timezone.now()) == 0
    assert Preview.objects.get().tries == one.tries + 1


def test_of_a_text_there_is_none(db):
    stored = keep_bytes(name="a.txt", data=b"plain")
    previews.want(stored=stored)
    assert Preview.objects.count() == 0
    with pytest.raises(Http404):
        preview_for(stored)


def _ended_by(data: bytes, *, memory: int = first_page.MEMORY, processor: int = first_page.PROCESSOR) -> int:
    """How the process ends that draws this within tighter bounds."""
    program = f"""
import sys, resource
sys.argv = ["first_page"]
sys.path.insert(0, {os.path.dirname(first_page.__file__)!r})
import first_page
first_page._LIMITS = ((resource.RLIMIT_AS, {memory}), (resource.RLIMIT_CPU, {processor}))
first_page.main()
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], input=data, capture_output=True, check=False, env={})
    return done.returncode


def _empty_page(size: tuple[int, int]) -> bytes:
    return samples.page_with(b"", size)


def _page_that_unpacks_to(strokes: int) -> bytes:
    packed = zlib.compress(zlib.compress(b"0 0 m 1 1 l S " * strokes, 9), 9)
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Filter[/FlateDecode/FlateDecode]/Length %d>>" % len(packed)
    form = head + b"stream\n" + packed + b"\nendstream"
    return samples.page_with(b"/F Do", more=b"/XObject<</F 5 0 R>>", objects=(form,))
