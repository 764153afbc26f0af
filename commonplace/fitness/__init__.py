"""Fitness rounds: a community asks how it is doing, circle by circle, and tells what may be told."""
