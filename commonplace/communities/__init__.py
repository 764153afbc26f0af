"""Communities: domain, members and practice; spaces, standing, the charter, topics.

The rules of who may see what (`access`), what everyone did (`ledger`) and what is held (`moderation`) live here, for
every room above.
"""
