"""Pages that join rooms; one module for each."""
