"""Web: the pages that join rooms: today, the spine, search, settings, coming in."""
