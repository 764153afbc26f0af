"""The sponsor’s side: what the host gives and may not ask, requests and answers, their page and the report."""
