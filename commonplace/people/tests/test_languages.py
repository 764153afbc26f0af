"""Languages are named as the reader's language writes them."""

import pytest
from django.utils.translation import override

from commonplace.people.languages import language_names


@pytest.mark.parametrize(("reader", "names"), [("en", ["Spanish", "Quechua"]), ("pl", ["hiszpański", "keczua"])])
def test_languages_are_written_as_the_reader_writes_them(reader, names):
    with override(reader):
        assert language_names(["es", "qu", "nobody"]) == names
