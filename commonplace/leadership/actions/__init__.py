"""Every change in the room of leadership groups."""
