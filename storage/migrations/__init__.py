"""How the database came to be what it is: one step each, added at the end, never edited once released."""
