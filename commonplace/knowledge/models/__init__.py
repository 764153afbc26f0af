from commonplace.knowledge.models.aside import SetAside
from commonplace.knowledge.models.asking import AskedIn, Limit, Pointing, Unasked
from commonplace.knowledge.models.looking import LookedFor

__all__ = ["AskedIn", "Limit", "LookedFor", "Pointing", "SetAside", "Unasked"]
