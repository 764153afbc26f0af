"""The community's own words on itself."""
