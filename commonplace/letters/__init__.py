"""The outbox and one-time links: a letter is a row first and mail later. It knows addresses, not persons."""
