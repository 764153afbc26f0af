"""Pictures and documents come along, are refused with a reason, and are seen by those who may read the post."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from commonplace.communities.models import Space
from commonplace.conversations.models import Attachment, Conversation, Upload
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn
from commonplace.files.models import StoredFile
from commonplace.people.models import Person


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(name: str = "valve.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


def test_pictures_and_documents_come_along(
    signed_in: SignIn, hal: Person, leila: Person, stranger: Person, table: Space
) -> None:
    client = signed_in(hal)
    sheet = SimpleUploadedFile("sheet.csv", b"night,flow\n1,2\n", content_type="text/csv")
    client.post(NEW, WORDS | {"attached": [picture(), sheet]})
    made = Conversation.objects.get()
    assert list(made.posts.get().attachments.order_by("position").values_list("name", flat=True)) == [
        "valve.png",
        "sheet.csv",
    ]
    page = client.get(f"{HERE}{made.pk}/").content.decode()
    one = Attachment.objects.get(name="valve.png")
    address = f"/files/{one.file_id}/valve.png"
    assert f'<img src="{address}"' in page
    assert "15\xa0bytes" in page
    seen = {}
    for person in (leila, stranger):
        client.force_login(person)
        seen[person.name] = client.get(address).status_code
    assert seen == {leila.name: 200, stranger.name: 404}


def test_a_file_that_is_refused_says_why_and_the_others_stay(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    drawing = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    page = client.post(NEW, WORDS | {"attached": [picture(), drawing]})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["attached"])
    kept = page.context["brought"].kept
    assert f'name="kept" value="{kept}"' in page.content.decode()
    client.post(NEW, WORDS | {"kept": kept})
    assert Attachment.objects.get().name == "valve.png"


def test_files_of_others_are_not_brought(signed_in: SignIn, hal: Person, leila: Person, table: Space) -> None:
    stored = StoredFile.objects.create(
        sha256="0" * 64, name="secret.pdf", content_type="application/pdf", kind="document", size=1
    )
    theirs = Upload.objects.create(person=leila, community=table.community, file=stored, name=stored.name)
    answer = signed_in(hal).post(NEW, WORDS | {"kept": stored.pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["attached"])
    assert Attachment.objects.count() == 0
    assert Upload.objects.get() == theirs


def test_bytes_that_lie_hidden_are_brought_as_if_for_the_first_time(
    signed_in: SignIn, hal: Person, leila: Person, stranger: Person, table: Space
) -> None:
    client = signed_in(hal)
    client.post(NEW, WORDS | {"attached": [picture()]})
    hidden = Attachment.objects.get()
    client.force_login(leila)
    client.post(NEW, WORDS | {"title": "Another", "attached": [picture(), picture()]})
    brought = Attachment.objects.exclude(pk=hidden.pk).get()
    assert brought.file_id > hidden.file_id
    assert brought.file.created_at > hidden.file.created_at
    assert brought.file.content.name != hidden.file.content.name
    # Who may read the one is not thereby somebody who may read the other.
    Conversation.objects.filter(pk=hidden.post.conversation_id).delete()
    seen = [client.get(f"/files/{one.file_id}/valve.png").status_code for one in (hidden, brought)]
    client.force_login(stranger)
    seen += [client.get(f"/files/{one.file_id}/valve.png").status_code for one in (hidden, brought)]
    assert seen == [404, 200, 404, 404]
