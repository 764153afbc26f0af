"""Roles that pass on: what each is for, who has held it, and what they learned for whoever comes next."""
