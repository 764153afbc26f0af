"""Attention: what reaches a person and when; for now following, and the unread mark that serves its owner alone."""
