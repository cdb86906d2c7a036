"""What families read: complete, in the right letters, within Telegram's limits, and by the product's rules."""
