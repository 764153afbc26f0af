"""The seven principles of cultivating a community, each with what stands as evidence of it and what to tend."""
