"""Data in and out: bytes to facts and facts to bytes."""
