"""A stored file is answered as a file, never as a page of ours."""

import pytest
from django.core.files.storage import default_storage
from django.http import Http404

from commonplace.files.actions import keep_bytes
from commonplace.files.serve import response_for
from commonplace.files.tests import samples

pytestmark = pytest.mark.django_db


def test_a_picture_is_shown_in_place():
    response = response_for(keep_bytes(name="barn.png", data=samples.picture()))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="barn.png"'
    assert response.getvalue().startswith(b"\x89PNG")
    response.close()


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"%PDF-1.7 /JavaScript", "application/pdf"),
        (b"a,b", "text/csv; charset=utf-8"),
        (samples.open_document("text"), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_document_is_downloaded(data: bytes, content_type: str):
    response = response_for(keep_bytes(name="a.csv", data=data))
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("attachment; ")
    response.close()


def test_anything_may_be_downloaded():
    response = response_for(keep_bytes(name="barn.png", data=samples.picture()), download=True)
    assert response["Content-Disposition"] == 'attachment; filename="barn.png"'
    response.close()


@pytest.mark.parametrize("data", [b"plain", samples.picture(), b"%PDF-1.7"])
def test_a_browser_is_told_to_take_it_for_nothing_else(data: bytes):
    stored = keep_bytes(name="a", data=data)
    response = response_for(stored)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["Content-Length"] == str(stored.size)
    response.close()


def test_a_name_in_any_script_is_sent_by_rfc_5987():
    response = response_for(keep_bytes(name='Łódź "1"; x=y.txt', data=b"plain"))
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%C5%81%C3%B3d%C5%BA%201%20%3B%20x%3Dy.txt"
    response.close()


def test_a_file_that_storage_lost_is_not_found():
    stored = keep_bytes(name="a.txt", data=b"plain")
    default_storage.delete(stored.content.name)
    with pytest.raises(Http404):
        response_for(stored)
