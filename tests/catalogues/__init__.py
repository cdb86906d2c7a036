"""What families read: complete, in the right letters, within Telegram's limits, by the rules."""
