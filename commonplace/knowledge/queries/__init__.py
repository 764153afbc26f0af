"""Every answer that the room of knowledge gives."""
