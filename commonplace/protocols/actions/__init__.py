"""Every change to what a community follows."""
