"""Conversations that the tests of this room begin from."""

from commonplace.conversations.tests.conftest import answered, asked

__all__ = ["answered", "asked"]
