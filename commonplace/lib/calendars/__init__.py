"""Calendars as programs pass them on (RFC 5545, 5546, 7986), written and read without a database."""
