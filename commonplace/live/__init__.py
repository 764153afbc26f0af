"""Open pages hear that something changed: topics with a version, and those who listen to them."""
