"""What touches the database for every room: registries, hooks, prepared queries, bulk writes, key paging, due work."""
