"""Messages are set alike here and beside, and a process that dies takes nothing with it."""

import pytest

from commonplace.transfer import shown
from commonplace.transfer.shown import Asked, Beside, Here, setter_for

SOME = [
    Asked("Ask *ada@example.org*, or `look`.", "markdown"),
    Asked("Plain *signs* stay\nas they are.", "plain"),
    Asked("", "markdown"),
    Asked("What $a^2$ is", "markdown", with_maths=True),
]


def test_messages_are_set_alike_here_and_beside() -> None:
    here = Here()
    here.ask(SOME)
    whole = here.take()
    assert [one.is_blank for one in whole] == [False, False, True, False]
    assert "ada@" not in whole[0].source + whole[0].html + whole[0].words
    assert "<math" in whole[3].html
    # Texts and answers are longer than a pipe.
    long = SOME * 3000
    with Beside() as beside:
        beside.ask(long)
        assert beside.take() == whole * 3000
        beside.ask(SOME)
        assert beside.take() == whole
        # It may die at any time: what was asked is set here.
        beside._process.kill()
        beside.ask(SOME)
        assert beside.take() == whole


def test_a_second_process_is_begun_for_many_where_there_is_a_second_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown.os, "cpu_count", lambda: 1)
    assert isinstance(setter_for(shown.MANY), Here)
    monkeypatch.setattr(shown.os, "cpu_count", lambda: 2)
    assert isinstance(setter_for(shown.MANY - 1), Here)
    with setter_for(shown.MANY) as beside:
        assert isinstance(beside, Beside)
