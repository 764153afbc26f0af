"""Devices: gatherings in the calendars of people's phones and programs (CalDAV), by a password for each of them."""
