"""The community's vocabulary."""
