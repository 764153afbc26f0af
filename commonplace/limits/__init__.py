"""The one limiter: how often somebody may try, counted by every process alike, and by nothing that names anyone."""
