"""Who may know, what is asked and kept on each topic, and what the community is missing."""
