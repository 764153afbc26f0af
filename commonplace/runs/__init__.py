"""A gathering that is run by its protocol, live or over days: the clock, the table, the floor, and what is kept."""
