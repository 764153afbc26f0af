"""Runs tests in another order than they are written; a plugin for pytest.

    bin/test people -p tests.shuffled --order 7

Those that pass alone and fail here lean on what another left behind. The same number is the same order.
"""

import random

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("shuffled").addoption("--order", type=int, default=1, help="which of all orders")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    random.Random(config.getoption("order")).shuffle(items)
