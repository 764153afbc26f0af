"""What a record says, for its person and for whoever they let read it; and what a newcomer is shown."""
