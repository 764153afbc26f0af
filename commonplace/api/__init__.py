"""The API: read-only beginnings, typed and documented by itself."""
