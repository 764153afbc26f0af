"""What value brings to the rooms below."""
