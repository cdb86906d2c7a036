"""What the bot decides and does. No Telegram, no SQL."""
