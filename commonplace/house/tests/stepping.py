"""Every step since the first, without making all models anew for each.

Where a step makes a table, a column or an index, Django makes each model anew that anything relates to, however far
off: here that is nearly all of them, 430 times. Their tables are not asked, so only the model itself is made; the rest
wait, as Django lets them where a column relates to nothing, until a step of Python asks for them all.
"""

from collections.abc import Callable
from functools import partialmethod
from typing import Any

from django.db.migrations.state import ProjectState

# What adds to one model; what changes or takes away looks at what is related, and makes that anew.
ADDING = ("add_model", "add_field", "add_index", "add_constraint")


def make_only_what_is_added_to() -> None:
    """From now on in this process a step that adds makes the one model anew to which it adds."""
    for name in ADDING:
        setattr(ProjectState, name, partialmethod(_alone, getattr(ProjectState, name)))


def _alone(state: Any, add: Callable[..., None], *words: Any, **named: Any) -> None:
    def reload(app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in vars(state):
            state.is_delayed = True
            state._reload({(app_label, model_name)})

    state.reload_model = reload
    try:
        add(state, *words, **named)
    finally:
        del state.reload_model
