"""Every test of this room asks as if nobody had asked before."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()
