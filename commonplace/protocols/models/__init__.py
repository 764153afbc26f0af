"""Rows of protocols: a community's own, and which one a gathering follows."""

from commonplace.protocols.models.adaptation import Adaptation
from commonplace.protocols.models.plan import Plan

__all__ = ["Adaptation", "Plan"]
