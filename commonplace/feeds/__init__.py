"""Feeds: public lists for any reader of Atom or JSON Feed, and private ones under a secret address."""
