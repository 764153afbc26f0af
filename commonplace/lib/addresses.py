"""One mail address, however it is spelt: in small letters, its domain as mail servers know it.

`x@bücher.example` and `x@xn--bcher-kva.example` are one mailbox; some browsers turn the first into the second while one
types. The second is kept, for every server takes it.
"""

import re

import idna

LONGEST_DOMAIN = 255
_NO_SIGNS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def one_address(address: str) -> str:
    """The spelling under which an address is kept, looked up and written to; of anything else its small letters.

    Signs that stand in no address, and that databases refuse, are one sign for all of them.
    """
    name, at, domain = _NO_SIGNS.sub("\ufffd", address.strip().lower()).rpartition("@")
    return f"{name}{at}{_as_servers_know_it(domain)}"


def readable(address: str) -> str:
    """The address as its owner would write it; as it is kept, where that cannot be told without doubt."""
    name, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        shown = idna.decode(domain)
    except UnicodeError:
        return address
    return f"{name}{at}{shown}" if _as_servers_know_it(shown) == domain else address


def _as_servers_know_it(domain: str) -> str:
    if domain.isascii() or len(domain) > LONGEST_DOMAIN:
        return domain
    try:
        # Not by Python's own codec: its rules of 2003 make straße.example another's strasse.example.
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        return domain
