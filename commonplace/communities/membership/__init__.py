"""Someone's place in a community: coming in, standing, roles, pace, and going."""
