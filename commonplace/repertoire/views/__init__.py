"""The pages of the repertoire."""
