"""What sponsorship brings to the rooms below."""
