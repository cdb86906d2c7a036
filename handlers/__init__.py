"""Everything that speaks Telegram. No rule, no SQL."""
