from commonplace.knowledge.models.aside import SetAside
from commonplace.knowledge.models.asking import AskedIn, Limit, Pointing, Unasked

__all__ = ["AskedIn", "Limit", "Pointing", "SetAside", "Unasked"]
