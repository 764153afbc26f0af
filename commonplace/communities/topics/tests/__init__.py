"""Tests of saved reasons."""
