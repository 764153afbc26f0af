"""Where an address ends, in any script; posts and letters agree."""

import re
from time import perf_counter

import pytest

from commonplace.lib.links import bare_links
from commonplace.lib.mail.rendering import rendered
from commonplace.lib.markdown import render

HREF = re.compile(r'<a href="([^"]*)"')


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in bare_links(text)]


@pytest.mark.parametrize(
    "after", [*"«»„“”‚‘’‹›。、，．！？；：）」』】》〉—…؟،؛۔।॥።։―¿¡,.;:!?)]}*_~'", "\u200b", "\u00ad", "\u3000", " – x"]
)
@pytest.mark.parametrize(
    "address", ["https://weir.example/strona", "https://weir.example/d_(e)", "http://weir.example/a?b=c&d=ł#e"]
)
def test_what_closes_a_sentence_stands_outside(address: str, after: str) -> None:
    assert found(f"Zob. {address}{after}") == [address]
    assert found(f"({address}{after} i dalej") == [address]
    letter, post = rendered(f"Zob. {address}{after}"), render(f"Zob. {address}{after}").html
    assert HREF.findall(letter) == [address.replace("&", "&amp;")]
    assert len(HREF.findall(post)) == 1
    assert f">{address.replace('&', '&amp;')}</a>" in post


@pytest.mark.parametrize("mark", [*"«»„“”。、，）」—…؟،।"])
def test_what_goes_on_without_a_blank_is_the_sentence_s(mark: str) -> None:
    assert found(f"„https://weir.example/b{mark}potem") == ["https://weir.example/b"]


@pytest.mark.parametrize(
    "address",
    [
        "https://weir.example/d_(e)",
        "https://weir.example/q[1]{2}((3))",
        "https://pl.wiki.example/wiki/Łódź_(miasto)",
        "https://en.wiki.example/wiki/Michelson–Morley",
        "https://weir.example/O’Reilly",
        "https://weir.example/O'Reilly/",
        "https://ja.wiki.example/wiki/経糸",
        "https://weir.example/a-",
        "https://weir.example/%20?x=/#top",
        "http://[::1]:8000/",
        "www.weir.example",
    ],
)
def test_what_an_address_holds_stays(address: str) -> None:
    assert found(address) == found(f"({address})") == found(f"„{address}”, x") == [address]


def test_two_addresses_in_a_row_are_two() -> None:
    assert found("(https://a.example/b),(https://c.example/d)") == ["https://a.example/b", "https://c.example/d"]
    assert found("open('http://a.example/b').read()") == ["http://a.example/b"]
    assert found("詳細はhttps://a.example/b、https://c.example/d。") == ["https://a.example/b", "https://c.example/d"]
    assert found("mail@www.a.example xhttps://a.example/ https://") == []


def test_a_withheld_address_ends_a_link() -> None:
    assert "<a " not in rendered("https://weir.example/unsubscribe/ola@one.example")


@pytest.mark.parametrize(
    "text", ["http://[" * 12_000, "https://x.example/" + "(" * 100_000, "www." * 25_000, "https://’" * 9_000]
)
def test_long_texts_take_no_time(text: str) -> None:
    began = perf_counter()
    found(text)
    assert perf_counter() - began < 2
