"""What a picture may take while it is decoded, measured in a process of its own; and one at a time."""

import json
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest

from commonplace.files import actions, frames, pictures
from commonplace.files.refusals import FileRefused
from commonplace.files.tests import samples
from commonplace.lib.unpacking import TooMuch

MOST = pictures.MAX_MEMORY + 24 * (1 << 20)  # and what is made of it, with the process's own swaying
MAKE_AND_MEASURE = """
import json, os, resource, sys
from PIL import Image
import django
from django.conf import settings
form, mode, width, height, options, path = json.loads(sys.argv[1])
if not os.fork():
    Image.MAX_IMAGE_PIXELS = None
    Image.new(mode, (width, height)).save(path, form, **options)
    os._exit(0)
os.wait()
settings.configure(USE_I18N=False)
django.setup()
from commonplace.files import pictures, refusals
data = open(path, "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    said = pictures.repaint(data, "image/" + form.lower()).width
except refusals.FileRefused as refused:
    said = refused.code
print(json.dumps([said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024]))
"""


@pytest.mark.parametrize(
    ("form", "mode", "size", "options", "said"),
    [
        ("PNG", "RGBA", (7000, 7000), {"compress_level": 1}, 2400),
        ("PNG", "RGBA", (4799, 4799), {"compress_level": 1}, 2400),
        ("PNG", "P", (7000, 7000), {"compress_level": 1}, 2400),
        ("GIF", "P", (7000, 7000), {}, 2400),
        ("JPEG", "RGB", (7000, 7000), {}, 2400),
        ("JPEG", "RGB", (5500, 5500), {"progressive": True}, 2400),
        ("JPEG", "RGB", (7000, 7000), {"progressive": True, "subsampling": 0}, "too-many-pixels"),
        ("WEBP", "RGBA", (3800, 3800), {"method": 0}, 2400),
        ("WEBP", "RGBA", (3800, 3800), {"lossless": True, "method": 0}, 2400),
        ("WEBP", "RGBA", (7000, 7000), {"lossless": True, "method": 0}, "too-many-pixels"),
    ],
)
def test_memory_is_bounded_whatever_the_format(tmp_path: Path, form: str, mode: str, size, options, said):
    asked = json.dumps([form, mode, *size, options, str(tmp_path / "picture")])
    done = subprocess.run(
        [sys.executable, "-c", MAKE_AND_MEASURE, asked],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    found, peak = json.loads(done.stdout)
    assert found == said
    assert peak <= (MOST if said == 2400 else 80 << 20)


def test_two_at_once_are_one_after_the_other(monkeypatch):
    under_way, most = [0], [0]
    plain = pictures.repaint
    both = threading.Barrier(2)

    def repaint(data: bytes, content_type: str) -> pictures.Picture:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        painted = plain(data, content_type)
        under_way[0] -= 1
        return painted

    def bring() -> None:
        both.wait()
        for _ in range(5):
            actions._unpacked("a.png", lambda: data, actions.IMAGES)

    monkeypatch.setattr(pictures, "repaint", repaint)
    data = samples.picture(size=(600, 600))
    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(*more: bytes) -> bytes:
    data = samples.picture("PNG")
    return data[:33] + b"".join(more) + data[33:]


def test_words_and_colours_packed_into_a_png_are_not_unpacked():
    words = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60 << 20)))
    frame = frames.first_frame(png_with(words, words), "image/png")
    assert len(frame.data) <= len(samples.picture("PNG"))
    profile = chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(60 << 20)))
    with pytest.raises(FileRefused) as refused:
        pictures.repaint(png_with(profile), "image/png")
    assert refused.value.code == "damaged"


def test_blocks_without_end_are_counted():
    gif = samples.picture("GIF")
    begin = 13 + frames._colours(gif[10])
    bombs = {
        "image/png": png_with(chunk(b"tEXt", b"") * (frames.BLOCKS + 1)),
        "image/gif": gif[:begin] + b"!\xfe\x01a\0" * frames.BLOCKS + gif[begin:],
        "image/jpeg": b"\xff\xd8" + b"\xff\xe1\x00\x08Exif\0\0" * (frames.BLOCKS + 1) + samples.picture("JPEG")[2:],
        "image/webp": (webp := samples.picture("WEBP"))[:12] + b"JUNK\0\0\0\0" * (frames.BLOCKS + 1) + webp[12:],
    }
    for content_type, data in bombs.items():
        with pytest.raises(TooMuch):
            frames.first_frame(data, content_type)
        with pytest.raises(FileRefused) as refused:
            pictures.repaint(data, content_type)
        assert refused.value.code == "unpacks-too-large"


def test_a_jpeg_is_gone_through_only_so_often():
    data = samples.picture("JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    with pytest.raises(FileRefused) as refused:
        pictures.repaint(data[:-2] + data[scan:-2] * (frames.SCANS + 1) + b"\xff\xd9", "image/jpeg")
    assert refused.value.code == "unpacks-too-large"
    assert pictures.repaint(data, "image/jpeg").width == 40


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_of_many_frames_one_is_looked_at(form: str):
    one, many = samples.animation(form), samples.animation(form, 900)
    assert len(many) > 20 * len(one)
    assert len(frames.first_frame(many, f"image/{form.lower()}").data) <= len(one)
    assert pictures.repaint(many, f"image/{form.lower()}").width == 30


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_frame_is_painted_as_the_whole_was(form: str):
    for options in ({}, {"mode": "L"}, {"mode": "RGBA"}, {"mode": "P"}):
        if form == "JPEG" and options.get("mode") in ("RGBA", "P"):
            continue
        data = samples.picture(form, (61, 47), **options)
        first = frames.first_frame(data, f"image/{form.lower()}")
        assert samples.pixels(first.data) == samples.pixels(data)
