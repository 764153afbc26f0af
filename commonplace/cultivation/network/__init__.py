"""The network: who has learned with whom, read from deeds, and what can be told of it without telling of anyone."""
