"""Shows any form of forms/."""
