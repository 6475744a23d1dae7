"""Paper: given a dataclass, returns the bytes of a PDF."""
