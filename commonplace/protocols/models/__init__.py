"""Rows of protocols: which one a gathering follows."""

from commonplace.protocols.models.plan import Plan

__all__ = ["Plan"]
