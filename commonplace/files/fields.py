"""A file field that says how large a file may be, so that script refuses a larger one before any of it is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from commonplace.files.refusals import too_large


def bounds() -> dict[str, str]:
    """What a file input is told: the most bytes of one file, and what is said of a larger one, where {name} stands for
    its name (see `ui/js/most.js`).
    """
    return {
        "data-most": str(settings.FILES_MAX_BYTES),
        "data-large": f"{{name}}: {too_large(settings.FILES_MAX_BYTES)}",
    }


class FileInput(forms.FileInput):
    """An input for files that knows how large one may be."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, (attrs or {}) | bounds())


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
