"""What record brings to the rooms below."""
