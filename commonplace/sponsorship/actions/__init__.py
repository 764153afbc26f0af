"""Every change of sponsorship."""
