"""A stranger comes to the door, on a desk, on a phone, at night, and without script."""

import pytest
from playwright.sync_api import expect

FRONT = ["/", "/ui", "/account/login/"]


@pytest.mark.parametrize("address", FRONT)
def test_stranger_can_read_the_page_on_every_screen(page, dark, axe, no_sideways, address) -> None:
    for window in (page, dark):
        answer = window.goto(address)
        assert answer.status == 200
        axe(window)
    no_sideways(page)


@pytest.mark.parametrize("address", FRONT)
def test_stranger_can_read_the_page_without_script(without_script, address) -> None:
    answer = without_script.goto(address)
    assert answer.status == 200
    expect(without_script.locator("h1")).to_have_count(1)
