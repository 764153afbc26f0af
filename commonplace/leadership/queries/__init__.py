"""Every answer that the room of leadership groups gives."""
