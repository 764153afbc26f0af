"""Archives of other places where a community talked, each read into one stream."""
