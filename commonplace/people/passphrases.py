"""A passphrase is the same however a keyboard spells it: é may come as one letter or as two, a digit wide or narrow."""

from commonplace.lib.text import normalized


def spellings_of(passphrase: str) -> tuple[str, ...]:
    """What may have been hashed: the one spelling (NFKC) first, then what was typed, as it was hashed before."""
    return tuple(dict.fromkeys((one_spelling(passphrase), passphrase)))


def one_spelling(passphrase: str) -> str:
    """The passphrase as it is hashed."""
    return normalized(passphrase, "NFKC")
