"""The screen: Qt lives only here."""
