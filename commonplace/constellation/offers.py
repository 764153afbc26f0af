"""What constellation brings to the rooms below."""
