"""What every page of words does: it is kept by nobody on the way, and no report of an error holds what was written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

View = Callable[..., HttpResponse]


def of_words(view: View) -> View:
    """For whoever is signed in; not to be kept, and its words in no report."""

    @login_required
    @never_cache
    @sensitive_post_parameters()
    @sensitive_variables()
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return guarded
