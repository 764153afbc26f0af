"""Introducing two people, drawing who has coffee with whom, and noting."""
