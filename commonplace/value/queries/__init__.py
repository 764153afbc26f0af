"""What is known of a community's worth, as pages and programs are told it."""
