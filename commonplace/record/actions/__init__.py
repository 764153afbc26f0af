"""Every change in this room. What somebody does with their own record is on no ledger: it is nobody's to read."""
