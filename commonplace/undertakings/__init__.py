"""What people undertake together that is no timed meeting, and that leaves something of its own behind."""
