"""Places inside a community, and who sits in a group."""
