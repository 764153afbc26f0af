"""Mail as archives hold it: read, put into conversations, taken apart and shown. Pure functions; nothing here knows
the database.
"""
