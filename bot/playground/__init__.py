"""The whole bot without Telegram: a loopback Bot API, a page to talk to it, a story to play."""
