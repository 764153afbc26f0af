"""Every change to a gathering, each with its line in the ledger."""
