"""The pages of undertakings."""
