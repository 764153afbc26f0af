"""Patches, diffstats, logs and tables set as they stand, and prose beside them as prose."""

from time import perf_counter

import pytest

from commonplace.lib.mail.patches import patches_in
from commonplace.lib.mail.quoting import Kind, parts_of
from commonplace.lib.mail.rendering import rendered

GIT = """\
 loom/pick.c | 4 +++-
 1 file changed, 3 insertions(+), 1 deletion(-)
 create mode 100644 loom/new.c

diff --git a/loom/pick.c b/loom/pick.c
index 1234567..89abcde 100644
--- a/loom/pick.c
+++ b/loom/pick.c
@@ -1,5 +1,7 @@ int pick(void)
 /*
- * Throws the shuttle.
+ * Throws the shuttle, once or, where somebody asks for that, more often.
+ * The loom is then locked; whoever comes later waits until it is done.
+ * > not a quote
  */

 > nor this
@@ -20 +22 @@
---- a rule that goes
++++ a rule that comes
\\ No newline at end of file"""
SVN = """\
Index: loom/warp.py
===================================================================
--- loom/warp.py\t(revision 7)
+++ loom/warp.py\t(working copy)
@@ -1,3 +1,3 @@
 warp = 1

-weft = 2
+weft = 3

Property changes on: loom/warp.py
___________________________________________________________________
Added: svn:eol-style
"""
CONTEXT = """\
*** loom/warp.py\t2018-01-01
--- loom/warp.py\t2018-01-02
***************
*** 1,3 ****
  warp = 1

! weft = 2
--- 1,3 ----
  warp = 1

! weft = 3"""
NORMAL = """\
diff -r old/warp.py new/warp.py
2c2,3
< weft = 2
---
> weft = 3
> pick = 4
9d9
< From: nobody"""
WRAPPED = """\
--- a/warp.py
+++ b/warp.py
@@ -1,3 +1,3 @@
 warp = 1
-weft = "a rather long line of the program that was too long for
the mail"
+weft = "a rather long line of the program that was too long for
the letter"
 pick = 4"""
BARE = """\
--- warp.py\t(revision 1)
+++ warp.py\t(working copy)
@@ -5,7 +5,7 @@
The warp, as it was.
\"\"\"
-from loom import warp
+from loom import warp, weft
from loom import pick"""
COMMIT = """\
Modified: trunk/loom/warp.py
==============================================================================
--- trunk/loom/warp.py\t(original)
+++ trunk/loom/warp.py\t2018-03-05
@@ -1 +1 @@
-warp = 1
+warp = 2"""
BINARY = """\
diff --git a/a.png b/a.png
new file mode 100644
index 0000000..1234567
GIT binary patch
literal 12
Tcmb=JyZ!&W!!zC8|Nk=p0Oac$yZ`_I

literal 0
HcmV?d00001"""
DIFFSTAT = """\
 .../include/a_rather_long_name_of_a_header_file_here.h | 3 ++-
 loom/pick.png                                          | Bin 0 -> 123 bytes
 2 files changed, 2 insertions(+), 1 deletion(-)"""


@pytest.mark.parametrize("patch", [GIT, SVN.rstrip(), CONTEXT, NORMAL, WRAPPED, BARE, COMMIT, BINARY, DIFFSTAT])
@pytest.mark.parametrize("below", ["", "\n\nIs that right?\n\nAda", "\n-- \n2.17.1\n", "\n\n\nOn we go, then."])
def test_a_patch_stands_as_it_was(patch: str, below: str) -> None:
    parts = parts_of(f"It is here:\n\n{patch}{below}")
    assert [part.text.strip("\n") for part in parts if part.kind is Kind.PATCH] == [patch]
    assert "".join(part.text for part in parts) == f"It is here:\n\n{patch}{below}"
    html = rendered(f"It is here:\n\n{patch}{below}")
    assert html.startswith("<p>It is here:</p>\n<pre>")
    assert html.count("<pre>") == 1


def test_a_patch_that_is_quoted_stands_too() -> None:
    html = rendered("Ada wrote:\n" + "".join(f"> {line}\n" for line in SVN.splitlines()) + "\nFine.")
    assert "<pre>Index: loom/warp.py\n=====" in html
    assert "\n-weft = 2\n+weft = 3\n" in html
    assert html.endswith("<p>Fine.</p>")


def test_what_is_left_of_a_quoted_patch_between_two_answers_stands_too() -> None:
    html = rendered("> +int pick(int times, int shuttle, int the_rest_of_what_is_asked_here)\n> +{\n\nWhy?\n")
    assert "<pre>+int pick(int times, int shuttle, int the_rest_of_what_is_asked_here)\n+{</pre>" in html


@pytest.mark.parametrize(
    "prose",
    [
        "Index: the last page of the book.\n\nIt has two columns.",
        "diff is a program that I use\nwhen I must.",
        "--- a line of mine\nand what is below it",
        "*** NOTE ***\n\nThe loom is closed.",
        "@@ is no hunk",
        "- one item of a list\n- another item\n- a third one",
        "Signed | sealed\nand delivered",
    ],
)
def test_prose_is_no_patch(prose: str) -> None:
    assert patches_in(prose.split("\n")) == []
    assert "<pre>" not in rendered(prose)


@pytest.mark.parametrize(
    "log",
    [
        "[INFO] [LOOM] Setting the master shuttle rate selection to 'automatic' now.\n"
        "[ERROR] [LOOM] No viable warp path was found, giving up on this one now.",
        "2018-03-05 10:00:01,123 loom: the shuttle was thrown from the left to the right\n"
        "2018-03-05 10:00:02,456 loom: the shuttle was caught at the right and not at all",
        "Mar  5 10:00:01 loom shuttled[123]: thrown from the left side to the right one\n"
        "Mar  5 10:00:02 loom shuttled[123]: caught at the right side and not at the left",
        "loom/pick.c:12:3: warning: the shuttle is thrown and never caught by anyone here\n"
        "loom/pick.c:14:1: error: the shuttle is thrown into what was no shed all along",
        "[    0.000000] Loom version 4.2, built by weavers with whatever lay around there\n"
        "[    0.000123] Shuttle found at the left, and another one found at the right",
        "Traceback (most recent call last):\n"
        '  File "loom.py", line 12, in a_rather_long_name_of_a_function_that_throws_it\n    pick()\n'
        "ValueError: there is no shed that anything could be thrown through, as it seems",
        "#0  0x00007f1 in pick (loom=0x1) at pick.c:12\n#1  0x00007f2 in main () at main.c:3",
        "thread     picks   broken\none           12        1\nanother       14        0",
        "==12== Invalid read of size 4 in the shuttle, which was freed some time before\n"
        "==12==    at 0x4005: pick (pick.c:12)",
    ],
)
def test_logs_tracebacks_and_tables_stand_as_they_were(log: str) -> None:
    html = rendered(f"It says:\n\n{log}\n\nWhy?")
    assert html.count("<pre>") == 1
    for line in log.split("\n"):
        assert f"{line.split()[-1]}\n".replace("'", "&#x27;") in html.replace("</pre>", "\n")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Signed-off-by: Ada Weaver of the long name, weaver at the looms of Wells", "Reviewed-by: Bo Spinner"),
        ("/dev/loom0 is the first of all the looms, and it stands by the window there", "/dev/loom1 is the second"),
        ("Warning: the shuttle is thrown and never caught by anyone who is here now", "Warning: again"),
        ("SELECT every pick of the shuttle that was thrown since the last day of May", "SELECT every loom"),
        ("shuttle one is thrown from the left to the right and caught on the other side", "shuttle two is not"),
        ("=====================================================================", "A heading below a rule"),
    ],
)
def test_lines_that_begin_alike_are_never_joined(above: str, below: str) -> None:
    assert rendered(f"{above}\n{below}") == f"<p>{above}<br>\n{below}</p>"


def test_prose_flows_though_two_of_its_lines_begin_with_one_small_word() -> None:
    above = "the loom stands by the window where the light is best in the morning, and"
    assert rendered(f"{above}\nthe weaver sits at it.") == f"<p>{above} the weaver sits at it.</p>"


def test_a_paragraph_in_one_long_line_ends_where_it_ends() -> None:
    long = f"{'The warp is tight, and so is the weft. ' * 5}Done."
    assert rendered(f"{long}\nNext.") == f"<p>{long}<br>\nNext.</p>"
    assert rendered("糸が切れました" * 10 + "\n" + "糸を巻く") == "<p>" + "糸が切れました" * 10 + "糸を巻く</p>"


def test_no_patch_takes_time_without_end() -> None:
    began = perf_counter()
    for unit in (
        "@@ -1,999999999 +1,999999999 @@\n",
        "--- a\n+++ b\n",
        "diff --git a b\n\n",
        " a | 1 +\n\n",
        "1c1\n< a\n",
        "***************\n*** 1 ****\n",
        "@@ -1,9 +1,9 @@\nx\nx\n",
        "Index: a\n\n",
        "@@ -" + "9" * 5000 + " +1 @@\n",
    ):
        rendered(unit * (200_000 // len(unit)))
    assert perf_counter() - began < 20
