"""What the service means by its words: pure rules over frozen facts."""
