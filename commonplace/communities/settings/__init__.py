"""How a community is set up, and which parts of the house it has."""
