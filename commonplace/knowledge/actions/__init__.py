"""Every change in the room of knowledge."""
