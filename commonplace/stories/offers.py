"""What stories brings to the rooms below."""
