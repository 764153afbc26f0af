"""One's own words go without those of others that they quote."""

import pytest

from commonplace.constellation.quotes import own_words, without_quotes
from commonplace.conversations.models import Post


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Mine.\n\n> Theirs.\n\nMine again.", "Mine.\n\n\nMine again."),
        ("> Theirs.\nand theirs, too\n\nMine.", "Mine."),
        ("- > Theirs.\n\n1. > Theirs.\n\nMine.", "Mine."),
        ("```\n> mine\n```\n\n> Theirs.", "```\n> mine\n```"),
        ("  > > Theirs.", ""),
        ("5 > 4 is mine.", "5 > 4 is mine."),
    ],
)
def test_quotes_stay(said: str, left: str) -> None:
    assert without_quotes(said) == left


def test_what_is_nothing_but_a_quote_says_nothing() -> None:
    assert own_words(Post(source="> Theirs.", html="")) is None
    assert own_words(Post(source="Mine.\n\n> Theirs.", html="")) == ("Mine.", None)


def test_mail_that_quotes_stays_whole_where_it_is() -> None:
    mail = Post.Form.MAIL
    assert own_words(Post(form=mail, source="On Monday they wrote:\n> Theirs.", html="<p>x</p>")) is None
    assert own_words(Post(form=mail, source="Mine", html="<blockquote>Theirs.</blockquote>")) is None
    assert own_words(Post(form=mail, source="Mine.", html="<p>Mine.</p>")) == ("Mine.", "<p>Mine.</p>")
