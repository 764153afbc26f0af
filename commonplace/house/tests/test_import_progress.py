"""How the command line tells the progress of an import."""

import pytest

from commonplace.house.cli.import_ import Bars, progress_in_words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.001, "306 of 306 kB"), (2.0, "306 of 306 kB, 153 kB/s"), (0.99, "306 of 306 kB")]
)
def test_speed_is_told_once_there_is_one(seconds, words):
    assert progress_in_words(306, 306, "kB", seconds=seconds) == words


def test_small_files_have_a_size(capsys):
    with Bars() as bars:
        bars.reading(300, 300)
        bars.keeping(1, 1)
    said = capsys.readouterr().err
    assert "1 of 1 kB" in said
    assert "1 of 1 letters" in said
    assert "/s" not in said
