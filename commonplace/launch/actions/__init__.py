"""What is done while a community is being born."""
