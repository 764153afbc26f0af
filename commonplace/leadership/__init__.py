"""Leadership groups: parts of a community’s learning that all carry in turn, at one gathering or for a season."""
