"""Everything that speaks Telegram. No rule, no SQL."""

import os

# Read by Telegram's library at each use; without it every `RetryAfter.retry_after` is a warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")
