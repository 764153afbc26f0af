"""Names after an @: found as people are called, however they are typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.folding import folded, same_letters
from commonplace.lib.markdown import names_after_at, render
from commonplace.lib.mentions import Candidate
from commonplace.lib.tests.markup import undirected

NAMES = (
    "Łucja Żak", "Éléonore Ölçer", "Şükrü Işık", "Ωμέγα Σοφός", "Йордан Щукин", "हिन्दी देवी", "ดาว นภา", "山田太郎",
    "김민수", "Seán O’Brien", "O'Neill", "Ada (Kofi) Mensah", "Dr. J. R. Vale [WUC]", "Maria de la Luz Soto y Paz",
    "María del Carmen de los Ángeles Ruiz de Vega", "Anne-Marie d’Arc", "Straße Weiß", "محمد علی‌زاده",
    "Ada_M", "N'Golo",
)  # fmt: skip


def only(name: str) -> object:
    """Answers whoever is called so, and nobody else."""
    return lambda one: "/1" if one.number is None and folded(one.name) == folded(name) else None


def ways(name: str) -> st.SearchStrategy[str]:
    """How a name may come to be typed: in other cases and normal forms, with a plain apostrophe or a curly one."""
    spellings = [change(name) for change in (str, str.upper, str.lower, str.title)]
    forms = [unicodedata.normalize(form, one) for one in spellings for form in ("NFC", "NFD")]
    return st.sampled_from(
        [*forms, *(one.replace("’", "'") for one in forms), *(one.replace("'", "’") for one in forms)]
    )


@given(st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), ways(name))))
def test_a_name_is_the_same_however_it_is_typed(named: tuple[str, str]) -> None:
    name, typed = named
    assert folded(typed) == folded(name) != ""


@given(st.text(max_size=60))
def test_what_is_folded_is_folded_once_and_for_all(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert len(once) <= 160


BEFORE = ["", "x ", "See (", "- ", "1. ", "# ", '"', "a, ", "| a | b |\n|--|--|\n| "]
AFTER = ["", ",", ".", " asked", " and Bo", "!", "?", ") x", ": so", "’s idea", "'s", " — no", " |", "\n\n@nobody"]
EMPHASIS = [("**", "** b"), ("_", "_"), ("*x ", " y*"), ("~~", "~~")]
AROUND = st.sampled_from([*((before, after) for before in BEFORE for after in AFTER), *EMPHASIS])


@given(st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), ways(name))), AROUND)
def test_a_name_is_found_in_any_sentence(named: tuple[str, str], around: tuple[str, str]) -> None:
    before, after = around
    name, typed = named
    source = f"{before}@{typed}{after}"
    assert folded(name) in names_after_at(source).names
    rendered = render(source, mention=only(name))
    assert [folded(one.name) for one in rendered.mentions] == [folded(name)], rendered.html
    assert len(rendered.unanswered) == after.count("@")


@given(st.text(alphabet="@ aAłé'’.()[]_*`#1-|>\n", max_size=60))
def test_whoever_may_be_mentioned_was_looked_up_before(source: str) -> None:
    tried: list[Candidate] = []
    render(source, mention=tried.append)  # type: ignore[arg-type]
    known = names_after_at(source)
    assert {folded(one.name) for one in tried if one.number is None} <= known.names
    assert {one.number for one in tried if one.number is not None} <= known.numbers


def test_a_number_tells_who_is_meant_and_is_not_shown() -> None:
    rendered = render("Ask @Ada Mensah#12, please.", mention=lambda one: "/12" if one.number == 12 else None)
    assert undirected(rendered.html) == (
        '<p>Ask <a href="/12" class="mention" rel="nofollow noopener">@Ada Mensah</a>, please.</p>\n'
    )


def test_a_number_that_fits_nobody_calls_nobody_of_that_name() -> None:
    rendered = render("Ask @Ada Mensah#12", mention=only("Ada Mensah"))
    assert rendered.mentions == ()
    assert [place.candidates[0].number for place in rendered.unanswered] == [12]


@pytest.mark.parametrize(
    "source",
    ["> @Ada", "> x\n@Ada", "- > @Ada", "> - @Ada", "`@Ada`", "```\n@Ada\n```", "    @Ada", "[@Ada](/x)", r"\@Ada"],
)
def test_a_quote_calls_nobody(source: str) -> None:
    rendered = render(source, mention=only("Ada"))
    assert (rendered.mentions, rendered.unanswered) == ((), ())


def test_below_a_quote_one_is_called_again() -> None:
    assert len(render("> @Ada\n\n@Ada", mention=only("Ada")).mentions) == 1


def test_accents_tell_names_apart_that_fold_alike() -> None:
    assert folded("José Ruiz") == folded("Jose Ruiz")
    assert not same_letters("José Ruiz", "Jose Ruiz")
    assert same_letters("JOSÉ  RUIZ", unicodedata.normalize("NFD", "José Ruiz"))


@pytest.mark.parametrize(
    "source",
    [
        "> So it was said.[^1]\n>\n> [^1]: Ask @ines",
        "> - said[^1]\n>\n> [^1]: and\n> @ines knows",
        "- > [^1]: Ask @ines\n\na[^1]",
        "> > [^a]: @ines\n\na[^a]",
        "> [^1]: Ask @ines",
        "::: folded\n> [^1]: Ask @ines\n:::\na[^1]",
        # A note that is begun in a quote is the other's, wherever it goes on.
        "> [^1]: Ask @ines\n\n[^1]: or not",
    ],
)
def test_a_note_within_a_quote_calls_nobody(source: str) -> None:
    rendered = render(source, mention=lambda one: "/2" if one.name == "ines" else None)
    assert "@ines" in rendered.text
    assert (rendered.mentions, 'class="mention"' in rendered.html) == ((), False)


@pytest.mark.parametrize(
    "source",
    [
        "> Said.[^1]\n\n[^1]: Ask @ines",
        "> [^1]: Another's\n\nMine[^2]\n\n[^2]: Ask @ines",
        "> a quote\n\n- a list[^1]\n\n  [^1]: Ask @ines",
        "> [^1]: Another's, see[^2]\n\n[^2]: Ask @ines\n\nAnd so[^1]",
    ],
)
def test_a_note_beside_a_quote_calls(source: str) -> None:
    rendered = render(source, mention=lambda one: "/2" if one.name == "ines" else None)
    assert [one.name for one in rendered.mentions] == ["ines"]
