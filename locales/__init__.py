"""The words: three catalogues, official contacts, and what keeps them complete."""
