"""Languages are named as the reader's language writes them."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from commonplace.people.languages import language_names
from commonplace.people.middleware import LanguageAndZone


@pytest.mark.parametrize(("reader", "names"), [("en", ["Spanish", "Quechua"]), ("pl", ["hiszpański", "keczua"])])
def test_languages_are_written_as_the_reader_writes_them(reader, names):
    with override(reader):
        assert language_names(["es", "qu", "nobody"]) == names


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [("America/La_Paz", "America/La_Paz"), ("", settings.TIME_ZONE), ("Nowhere/Else", settings.TIME_ZONE)],
)
def test_a_page_is_told_in_the_zone_of_its_reader(rf, cookie: str, zone: str):
    request = rf.get("/")
    request.COOKIES["zone"] = cookie
    told = []

    def page(request: HttpRequest) -> HttpResponse:
        told.append(timezone.get_current_timezone_name())
        return HttpResponse()

    LanguageAndZone(page)(request)
    assert (told, timezone.get_current_timezone_name()) == ([zone], settings.TIME_ZONE)
