"""Tests of looks on record."""
