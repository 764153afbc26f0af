"""Everything that moves an archive in."""
