"""Everything that changes a conversation: keyword-only, atomic, one deed each.

Who may read and write is decided by the lookup that found the thing (`visible_to`, `writable_by`); what only an author
or a steward may do is checked here.
"""
