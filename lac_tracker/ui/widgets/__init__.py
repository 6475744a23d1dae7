"""Reusable fields that know nothing of our data."""
