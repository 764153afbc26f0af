"""What the practice keeps: resources with a source, a steward and a date to look again, and what use made of them."""
