"""Forms in which practitioners learn from and with each other, and which of them a gathering follows."""
