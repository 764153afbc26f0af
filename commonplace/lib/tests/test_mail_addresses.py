"""What is an address in running text, and what only looks like one."""

import pytest

from commonplace.lib.mail.addresses import withheld

MARK = "…@…"


@pytest.mark.parametrize(
    "text",
    [
        "Install loom@1.2.3 (not loom@1.2.2), @weavers/loom@4.17.x or loom@v2.1.dev.",
        "Tune it to carrier@2.43GHz, to tone@440.5Hz, or to carrier@433.92MHz.",
        "play image001.png@01D6447E.7B18A8B0 and [cid:part1.0608@loom.example]",
        "w@x.mean(axis=0) is a number",
        "look at example.org, we met at example.org, see it live at loom.example.org",
        "file bugs at bugs.example.org; more info at example.org; the list at lists.example.org",
        "Please report bugs at loom.example.org. Get help at www.example.org.",
        "I found bugs at loom.example.org yesterday",
        "see https://medium.example/@ada",
        "x = a @ b.c and self.w @ self.weights.T, then y @ w.to(device) or m @ n.dot(o)",
        "meet me @ loom.example.org at 3 at night.then",
        "5 reels @ 2.50, the ape (małpa) and the dog (собака)",
        "連絡は月曜日まで",
        "it will stop at this point and go on, at some point in the future, if it is completed at some point in May",
        "those with @loom.example addresses, and whoever follows @loom.org",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert withheld(text, MARK) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Send it to bugs at loom.example.org or to info at mill.example.net please.",
            "Send it to {0} or to {0} please.",
        ),
        ("Bugs at loom.example.org", "{0}"),
        ("Write to support at mill.example.org.", "Write to {0}."),
        ("Questions? help at mill.example.org", "Questions? {0}"),
        ("ada (at) loom (dot) org", "{0}"),
        ("ada [at] loom dot org, ada at loom dot org", "{0}, {0}"),
        ("ada@163.com and z@xn--bcher-kva.example", "{0} and {0}"),
        ("mailto:ada@loom.example", "{0}"),
        ("cut by the archive: ada@gmail....", "cut by the archive: {0}"),
        ("ada%40loom.example", "{0}"),
        ("ada@bücher.example, żółw@loom.example and ада@почта.рф", "{0}, {0} and {0}"),
        ("write to ada@loom[.]example or bo@mill (dot) example today", "write to {0} or {0} today"),
        ("ada @ loom.example and bo@ mill.org", "{0} and {0}"),
        ("ada&#64;loom.example, bo&commat;mill.example", "{0}, {0}"),
        ("ada (małpa) loom (kropka) example", "{0}"),
        ("ada małpa loom.example lub bo małpa mill kropka example", "{0} lub {0}"),
        ("ada arroba loom punto example, bo [bei] mill.example", "{0}, {0}"),
        ("ada chiocciola loom.example; bo собака mill точка example", "{0}; {0}"),
        ("ADA AT LOOM DOT EXAMPLE", "{0}"),
        ("ada@[192.168.0.1]", "{0}"),
        ("連絡はada@loom.exampleまで", "連絡は{0}まで"),
    ],
)
def test_addresses_go(text: str, shown: str) -> None:
    assert withheld(text, MARK) == shown.format(MARK)


def test_what_was_withheld_is_told_in_order() -> None:
    kept: list[str] = []
    text = "bo (at) mill (dot) example, then ada@loom.example, then info at mill.example.net, at last cy@felt.example"
    assert withheld(text, MARK, kept=kept) == f"{MARK}, then {MARK}, then {MARK}, at last {MARK}"
    assert kept == ["bo (at) mill (dot) example", "ada@loom.example", "info at mill.example.net", "cy@felt.example"]
