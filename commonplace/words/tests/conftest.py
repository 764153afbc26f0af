"""Words that the tests of this room begin from."""

import pytest

from commonplace.people.models import Person
from commonplace.words.actions.writing import begin
from commonplace.words.models import Correspondence, Word

SECRET = "Zanzibar at dawn"


@pytest.fixture
def word(hal: Person, leila: Person) -> Word:
    """Hal wrote to Leila, and to nobody else."""
    return begin(by=hal, to=[leila.pk], text=f"Between us: *{SECRET}*.")


@pytest.fixture
def between(word: Word) -> Correspondence:
    return word.correspondence
