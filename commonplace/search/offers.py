"""What search brings to the rooms below."""

from commonplace.people.merging import ON_MERGE
from commonplace.search.on_merge import mark_anew

ON_MERGE.register(mark_anew)
