"""What the last attempts tell about the way to Telegram: open, in doubt, or closed for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.alerts import Moot, Outcome, TryLater, Uncertain

LONGEST_REST = timedelta(seconds=30)


@dataclass(slots=True)
class Way:
    """The way that all alerts take.

    It begins in doubt, and whatever may be in the way of more than one person's alert puts it
    there again: then one alert goes alone, and the others follow once it was answered. So
    neither a refused token nor a dead network is knocked at by everybody.

    Args:
        closed_until: UTC; nothing may be sent before.
        troubles: counts them. What an attempt tells is old news if there was another trouble
            after it began.
    """

    in_doubt: bool = True
    closed_until: datetime | None = None
    troubles: int = 0
    failures_in_a_row: int = 0

    def rest(self, now: datetime) -> timedelta:
        """Return how long nothing may be sent."""
        return max((self.closed_until or now) - now, timedelta(0))

    def learn(self, outcome: Outcome, *, troubles: int, now: datetime) -> None:
        """Take in what became of an attempt.

        Args:
            troubles: how many there had been when it began.
        """
        if isinstance(outcome, Moot):
            # Nothing was sent, so nothing was learnt.
            return
        if isinstance(outcome, TryLater) and outcome.wait is not None:
            # Told to slow down, it may be that chat's own: whether it is everybody's, the next one shows.
            self._close(now + outcome.wait if outcome.everybody else now)
        elif troubles != self.troubles:
            return
        elif isinstance(outcome, TryLater | Uncertain):
            self.failures_in_a_row += 1
            self._close(now + _rest_after(self.failures_in_a_row))
        else:
            self.in_doubt = False
            self.failures_in_a_row = 0

    def _close(self, until: datetime) -> None:
        self.closed_until = max(self.closed_until or until, until)
        self.in_doubt = True
        self.troubles += 1


def _rest_after(failures: int) -> timedelta:
    # One failure may be one person's: the next alert goes at once, though alone.
    if failures == 1:
        return timedelta(0)
    return min(timedelta(seconds=1 << min(failures - 2, 10)), LONGEST_REST)
