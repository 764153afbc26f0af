"""Pure functions that every room may use: Markdown, differences, mail text. It knows no room and no model."""
