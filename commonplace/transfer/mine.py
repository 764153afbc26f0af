"""What archives know of a person."""

from commonplace.people.mine import Erasing, Mine
from commonplace.transfer.models import Handle, Import, SetAside

_FOR_ALL = "an archive moved in for a community"
LISTS = (
    Mine("handles", Handle, "person", Erasing.NAMELESS, why=_FOR_ALL),
    Mine("archives", Import, "by", Erasing.NAMELESS, why=_FOR_ALL),
    Mine("brought_back", SetAside, "brought_by", Erasing.NAMELESS, why=_FOR_ALL),
)
