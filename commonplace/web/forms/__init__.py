"""Checks of what comes in; one module for each page."""
