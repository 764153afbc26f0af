"""Everything that changes a person; the two that every room uses stand here by name."""

from commonplace.people.actions.profile import AddressTaken, change_profile, register

__all__ = ["AddressTaken", "change_profile", "register"]
