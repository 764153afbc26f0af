"""Tests of neutral ground."""
