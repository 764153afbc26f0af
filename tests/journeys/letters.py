"""What the letters say that a journey waits for."""

import re

from commonplace.letters.models import Letter


def code_sent() -> str:
    """The code in the newest letter."""
    return re.search(r"^    (\S+)$", Letter.objects.latest("pk").text, re.MULTILINE)[1]
