"""People meeting, online or in a place, at a time: convened, answered, held, and counted as taking part."""
