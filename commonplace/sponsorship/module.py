"""The name of the module that has a sponsor’s page."""

from typing import Final

MODULE: Final = "sponsorship"
