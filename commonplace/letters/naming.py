"""What a letter calls people and communities: by their names, where those are names.

A letter carries the name of the house to people who did not ask for it. Nobody may write an offer or a link into it by
calling themselves so; every name that somebody chose goes through here before it stands in a letter.
"""

from django.utils.translation import gettext

from commonplace.lib.names import holds_address, reads_as_name


def person_named(name: str, *, otherwise: str = "") -> str:
    """A person's name as it may stand in a letter; "Someone", or `otherwise`, for an address or a sentence."""
    return name if reads_as_name(name) else otherwise or gettext("Someone")


def community_named(name: str) -> str:
    """A community's name as it may stand in a letter; "a community here" where an address stands in it."""
    return gettext("a community here") if holds_address(name) else name
