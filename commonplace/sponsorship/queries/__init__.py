"""What the pages of sponsorship ask."""
