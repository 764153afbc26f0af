"""What is written, and where: the composer and a post with every sign, by daylight and by lamplight."""

import os
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

SIGNS = """Water[^1] is H~2~O, and one m^2^ of it weighs little.

- [x] listen
- [ ] dig

::: How we measured
With a *stick*.
:::

```python
class Valve(Pipe):  # sings
    @night
    def sing(self, hours=2): return "a" + str(hours)
```

```diff
-old
+new
```

[^1]: As **everybody** knows.
"""


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_signs_and_composer_can_be_read(
    visit: Callable[..., Page], walk_in: Callable[..., None], axe: Callable[[Page], None], hal: Person, table: Space,
    window: Space, width: int, dark: bool,
) -> None:  # fmt: skip
    begun = open_conversation(by=hal, space=table, kind="tip", title="A wet finger", text=SIGNS)
    page = visit(width=width, dark=dark)
    walk_in(page, hal)
    page.goto(reverse("conversation", args=["stick", begun.pk]))
    page.get_by_role("article").get_by_text("How we measured").click()
    expect(page.get_by_role("article").get_by_text("With a stick.")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="[1]").first.click()
    expect(page.locator(".feet :target")).to_be_visible()
    if look := os.environ.get("LOOK"):
        page.screenshot(path=f"{look}/post-{width}.png", full_page=True)
    page.goto(reverse("compose", args=["stick"]))
    page.get_by_label("In one line").fill("A finger")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if look:
        page.screenshot(path=f"{look}/compose-{width}.png", full_page=True)
