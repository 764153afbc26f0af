from commonplace.knowledge.models.asking import AskedIn, Limit, Pointing

__all__ = ["AskedIn", "Limit", "Pointing"]
