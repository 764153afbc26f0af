"""Asking a service of the operator's own for a draft in another language.

LibreTranslate's API is the one that is spoken: https://docs.libretranslate.com/api/operations/translate/.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from commonplace.lib import outward

SECONDS: Final = 25
MOST_ASKED: Final = 60_000  # characters
MOST_BYTES: Final = 1 << 20


class NoDraft(Exception):
    """The service gave none: it is away, does not know one of the languages, or was asked for too much."""


class Service(Protocol):
    """What gives drafts; `name` is what readers are told of it."""

    @property
    def name(self) -> str: ...

    def draft(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """The same texts in another language, in their order. Raises NoDraft."""
        ...


@dataclass(frozen=True)
class LibreTranslate:
    """A LibreTranslate at an address, and the key that it may ask for."""

    url: str
    key: str = ""
    is_inside_too: bool = False

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or self.url

    def draft(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """The same texts in another language, in their order. Raises NoDraft."""
        if sum(map(len, texts)) > MOST_ASKED:
            raise NoDraft("too much")
        asked = {"q": list(texts), "source": source, "target": target, "format": "text"}
        body = json.dumps(asked | ({"api_key": self.key} if self.key else {})).encode()
        try:
            answer = outward.ask(
                f"{self.url.rstrip('/')}/translate",
                body,
                {"Content-Type": "application/json", "Accept": "application/json"},
                most=MOST_BYTES,
                seconds=SECONDS,
                is_inside_too=self.is_inside_too,
            )
            said = json.loads(answer.body)["translatedText"] if answer.status == 200 else None
        except (OSError, http.client.HTTPException, outward.NotOutward, outward.TooLarge) as problem:
            raise NoDraft(str(problem)) from problem
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            raise NoDraft("it was not understood") from problem
        if not isinstance(said, list) or len(said) != len(texts) or not all(isinstance(one, str) for one in said):
            raise NoDraft(f"it answered {answer.status}")
        return said


def service_at(url: str, *, key: str = "", is_inside_too: bool = False) -> Service | None:
    """The service at an address, None where none is named."""
    return LibreTranslate(url, key, is_inside_too) if url else None
