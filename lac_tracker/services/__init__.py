"""What can be done: one function is one thing a person does."""
