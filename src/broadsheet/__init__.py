"""broadsheet: a text edition for any newspaper."""
