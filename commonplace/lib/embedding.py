"""Asking a service of the operator's own for vectors of texts: what means the same lies near each other.

Spoken is `POST /v1/embeddings`, of https://platform.openai.com/docs/api-reference/embeddings, which llama.cpp's server,
Ollama, text-embeddings-inference, vLLM and others answer on one's own machine.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from commonplace.lib import outward

SECONDS: Final = 10.0  # of silence: a processor alone needs a while for a few texts
MOST_BYTES: Final = 16 << 20
MOST_WIDE: Final = 8_192
# What services answer to a text that is too long for them, or that they cannot read; the rest is no fault of a text.
REFUSALS: Final = frozenset((400, 413, 422, 500))

type Vectors = NDArray[np.float32]


class NoVectors(Exception):
    """The service gave none: it is away, or what it said was not understood."""


class Refused(NoVectors):
    """It would not take these texts; some of them it may take."""


class Service(Protocol):
    """What gives vectors; `name` is what people are told of it, `made_by` tells vectors of one model from others'."""

    @property
    def name(self) -> str: ...

    @property
    def made_by(self) -> str: ...

    def vectors(self, texts: Sequence[str], *, seconds: float = SECONDS) -> Vectors:
        """A row of length one for each text, in their order. Raises NoVectors, or Refused."""
        ...


@dataclass(frozen=True)
class OpenAICompatible:
    """A service at an address, the model it shall use, where it has several, and the key that it may ask for."""

    url: str
    model: str = ""
    key: str = ""
    is_inside_too: bool = False

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or self.url

    @property
    def made_by(self) -> str:
        return f"{self.model} {self.url}"[:300]

    def vectors(self, texts: Sequence[str], *, seconds: float = SECONDS) -> Vectors:
        """A row of length one for each text, in their order. Raises NoVectors, or Refused."""
        asked = {"input": list(texts)} | ({"model": self.model} if self.model else {})
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            answer = outward.ask(
                f"{self.url.rstrip('/')}/v1/embeddings",
                json.dumps(asked).encode(),
                headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {}),
                most=MOST_BYTES,
                seconds=seconds,
                is_inside_too=self.is_inside_too,
            )
        except (OSError, http.client.HTTPException, outward.NotOutward, outward.TooLarge) as problem:
            raise NoVectors(str(problem)) from problem
        if answer.status != 200:
            raise (Refused if answer.status in REFUSALS else NoVectors)(f"it answered {answer.status}")
        try:
            return _read(answer.body, len(texts))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as problem:
            raise NoVectors("it was not understood") from problem


def _read(body: bytes, number: int) -> Vectors:
    said = sorted(json.loads(body)["data"], key=lambda one: int(one["index"]))
    found = np.array([one["embedding"] for one in said], dtype=np.float32)
    if found.ndim != 2 or len(found) != number or not 0 < found.shape[1] <= MOST_WIDE:
        raise ValueError("it is another number of vectors")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise ValueError("it is no direction")
    return found / lengths


def service_at(url: str, *, model: str = "", key: str = "", is_inside_too: bool = False) -> Service | None:
    """The service at an address, None where none is named."""
    return OpenAICompatible(url, model, key, is_inside_too) if url else None
