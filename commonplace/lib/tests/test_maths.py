"""Formulas between dollar signs become MathML, prices stay prices, and nothing else gets in or takes long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.markdown import MAX_SOURCE, render
from commonplace.lib.maths import ELEMENTS, LONGEST, MOST, mathml
from commonplace.lib.tests.work import work

TAG = re.compile(r"<(/?)([a-z]+)((?: [a-z]+=\"[^\"<>]*\")*)>")


def test_a_formula_is_set_in_a_line_and_on_its_own() -> None:
    made = render(r"So $a^2$ and $$\frac{a}{b}$$", with_maths=True)
    assert made.html == (
        '<p dir="auto">So <math display="inline" alttext="a^2"><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow></math>'
        " and "
        r'<math display="block" alttext="\frac{a}{b}"><mrow><mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow>'
        "</mfrac></mrow></math></p>\n"
    )
    # Found and cut short by its source.
    assert made.text == r"So a^2 and \frac{a}{b}"


@pytest.mark.parametrize(
    "typed",
    [
        "$5 and $10",
        "It costs $5 or 10$ there.",
        "US$5 and 6$.",
        "A$5,B$6",
        "from $ 5 to 6 $",
        "$100/$200",
        "$$$ and $$$",
        "$HOME/bin:$PATH",
        r"$\frac{$",
        r"$\begin{matrix}1$",
        r"$\newcommand{\a}{b}\a$",
        r"$\def\a{b}\a$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\class{mention}{x}$",
        "${}^{}" + "{" * 200 + "x" + "}" * 200 + "$",
        f"${'x' * (LONGEST + 1)}$",
    ],
)
def test_what_is_no_formula_stays_as_it_was_typed(typed: str) -> None:
    assert render(typed, with_maths=True) == render(typed)
    assert "<math" not in render(typed, with_maths=True).html


@pytest.mark.parametrize("typed", ["`$a^2$`", "```\n$a^2$\n```", "    $a^2$", "a `b $c` d$ e", r"\$a^2$"])
def test_code_stays_code_and_a_backslash_keeps_the_sign(typed: str) -> None:
    assert render(typed, with_maths=True).html == render(typed).html


def test_where_it_is_off_nothing_is_a_formula() -> None:
    assert render("So $a^2$.").html == '<p dir="auto">So $a^2$.</p>\n'


def test_signs_of_html_are_words_within_a_formula() -> None:
    made = render(r"$\text{<script>alert(1)</script>&lt;b&gt;}$ $a<b$", with_maths=True).html
    assert "<script" not in made
    assert "<b>" not in made
    assert "<mo>&lt;</mo>" in made


@given(
    st.lists(
        st.sampled_from(
            [
                *(r"\frac \sqrt \sum \left( \right) \\ \limits \binom \overset \text{a<b>} \hspace{9em} \hspace{-3em}"
                  r" \color{red} \mathbf{x} \begin{pmatrix} \end{pmatrix} \operatorname{lim} \rule{99em}{9em}").split(),
                *("{", "}", "^", "_", "&", "'", "a", "12", "<", ">", '"', "=", "%"),
            ]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_only_what_pages_have_is_written(pieces: list[str]) -> None:
    made = mathml("".join(pieces), is_apart=False)
    left = TAG.sub("", made)
    assert "<" not in left
    assert ">" not in left
    for _end, name, attributes in TAG.findall(made):
        assert set(re.findall(r"([a-z]+)=", re.sub(r'"[^"]*"', '""', attributes))) <= ELEMENTS[name]
        assert "-" not in "".join(re.findall(r'width="([^"]*)"', attributes))
    # The sieve changes none of it.
    if made:
        assert render(f"$${''.join(pieces)}$$", with_maths=True).html.count("<math") <= 1


@pytest.mark.parametrize("formula", [r"\sqrt" * 100, "a_{" * 100 + "}" * 100, "'" * 590, r"\left(" * 90, "}a'" * 190])
def test_a_text_of_many_formulas_takes_bounded_work(formula: str) -> None:
    formula = formula[:LONGEST]
    many = " ".join(f"${formula[:-3]}{number:03}$" for number in range(MAX_SOURCE // (LONGEST + 3)))
    few = " ".join(f"${formula[:-3]}{number:03}$" for number in range(MOST // len(formula)))
    # Beyond what is read, no more than the same text where formulas are off.
    most = work(lambda: render(many)) + 2 * work(lambda: render(few, with_maths=True)) + 500_000
    assert work(lambda: render(many, with_maths=True)) < most


def test_the_same_formula_is_read_once_and_written_within_bounds() -> None:
    typed = "$a^2$ " * (MAX_SOURCE // 6)
    made = render(typed, with_maths=True).html
    assert len(made) < 8 * len(typed) + 100_000
