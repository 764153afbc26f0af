"""The ways in: asking and inviting, and a hello to whoever came."""
