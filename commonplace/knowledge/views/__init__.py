"""HTTP of the room of knowledge."""
