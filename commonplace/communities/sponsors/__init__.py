"""Whoever pays for a community and decides about it: asked to stand by it from outside, and what that ends."""
