"""Pictures as the script of a form brings them, and posts that are sent with them."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonplace.conversations.models import Post
from commonplace.conversations.tests.typed import HERE, NEW, WORDS
from commonplace.files.tests import samples

UPLOADS = f"{HERE}uploads"
PLACED = re.compile(r'<img src="(/files/\d+/[^"]+)" alt="([^"]*)" width="40" height="20" loading="lazy">')


def picture(name: str = "image.png", form: str = "PNG", **more: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.picture(form, **more), content_type=f"image/{form.lower()}")


def bring(client: Client, *files: SimpleUploadedFile, **more: Any) -> list[str]:
    """Bring files as the script does, one after another; what each would be named by in the form."""
    kept: list[str] = []
    for file in files:
        answer = client.post(UPLOADS, {"attached": file, "kept": kept, **more})
        assert answer.status_code == 201, answer.content
        kept += [pk for pk in re.findall(r'name="kept" value="(\d+)"', answer.content.decode()) if pk not in kept]
    return kept


def send(client: Client, text: str, kept: list[str], **more: Any) -> Post:
    answer = client.post(NEW, WORDS | {"text": text, "kept": kept, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return Post.objects.latest("pk")
