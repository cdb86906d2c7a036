"""The pace of everything that goes out: how much in a second, how much to one chat, who was told to wait.

Moments are seconds of a clock that never goes back. Nothing here waits: it says how long to.
"""

from collections import deque
from dataclasses import dataclass, field

FREE_RATE = 30
"""Messages a second beyond which Telegram takes its price for alerts, and only where it is allowed to."""
WINDOW_S = 1.0
HANGING_S = 1.0
"""A message that is not answered for so long is taken to have arrived by then."""
CATCH_UP_S = 0.5
"""So much is made up for when the program itself was late; a longer pause is not."""
BURST = 5
"""So many replies may follow each other in one private chat; then one each second."""
GROUP_WINDOW_S, GROUP_LIMIT = 60.0, 20
REPLIES_FIRST_S = 0.1
"""So much later than replies alerts begin again after everybody was told to wait."""
SMALLEST_S = 1e-6
SURE_SHARE = 0.85
"""Of the shortest way: the quickest way there and the quickest way back need not have been one message's."""
NOBODY = 0
"""For what belongs to no chat."""
REMEMBERED_S = 10.0
"""So long alerts keep room for as many replies as the busiest second had, and the shortest way holds."""
IDLE_PLACES = 5
"""Of so many places what nobody waits for takes one at most."""


@dataclass(slots=True, eq=False)
class Sending:
    """One message on its way.

    Args:
        chat: where to; negative for groups and channels.
        is_reply: whether somebody waits for it.
    """

    chat: int
    began: float
    is_reply: bool


@dataclass(slots=True)
class Pace:
    """When the next message may leave.

    Alerts together with replies never fill more than `rate` places in any one second; a place is
    taken from the start of a message until a second after it was answered, less the way there and
    back, so that what leaves here evenly may arrive unevenly and still keep the limit. Replies take
    places and never wait for one: alerts leave room for as many as were written lately, those that
    hold a place already among them.

    Args:
        rate: messages a second.
        chat_rate: messages a second to one private chat.
    """

    rate: float
    chat_rate: float = 1.0
    _open: dict[Sending, None] = field(default_factory=dict)
    _free_at: deque[float] = field(default_factory=deque)
    _ways: deque[tuple[float, float]] = field(default_factory=deque)
    _way_s: float = 0.0
    _next_alert: float = 0.0
    _next_idle: float = 0.0
    _replies: deque[float] = field(default_factory=deque)
    _busiest: deque[tuple[float, int]] = field(default_factory=deque)
    _private: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _told: dict[int, float] = field(default_factory=dict)
    _all_told: float = 0.0
    _last_told: tuple[int, float] | None = None

    def reply_wait_s(self, chat: int, now: float) -> float:
        """Return how long a reply has to wait: only where Telegram said so, or for its own chat's sake."""
        return _wait_s(
            self._told.get(chat, 0.0) - now, self._all_told - now, self._chat_wait_s(chat, now, burst=BURST)
        )

    def alert_wait_s(self, now: float) -> float:
        """Return how long the next alert has to wait, whoever it is for."""
        told = self._all_told + REPLIES_FIRST_S if self._all_told else 0.0
        waits = [told - now, self._next_alert - now]
        self._settle_places(now)
        over = len(self._open) + len(self._free_at) - self._places_beside_replies(now) + 1
        if over > 0:
            # Where too many are unanswered, their answers are waited for.
            place = self._free_at[over - 1] if over <= len(self._free_at) else now + 1 / self._most
            waits.append(place - now)
        return _wait_s(*waits)

    def idle_wait_s(self, now: float) -> float:
        """Return how long what nobody waits for has to wait, whoever it is for."""
        return _wait_s(self.alert_wait_s(now), self._next_idle - now)

    def chat_wait_s(self, chat: int, now: float) -> float:
        """Return how long an alert to this chat has to wait for its chat's sake."""
        return _wait_s(self._told.get(chat, 0.0) - now, self._chat_wait_s(chat, now, burst=1))

    def all_wait_s(self, now: float) -> float:
        """Return how long nobody may send anything."""
        return _wait_s(self._all_told - now)

    def begin(self, chat: int, now: float, *, is_reply: bool) -> Sending:
        """Take a place for a message that leaves now."""
        if is_reply:
            self._count_reply(now)
        else:
            was_late = now - self._next_alert <= CATCH_UP_S
            self._next_alert = (self._next_alert if was_late else now) + 1 / self.rate
        self._count_chat(chat, now)
        sending = Sending(chat, now, is_reply)
        self._open[sending] = None
        return sending

    def begin_idle(self, chat: int, now: float) -> Sending:
        """Take a place for a message that leaves now and that nobody waits for."""
        self._next_idle = now + IDLE_PLACES / self.rate
        return self.begin(chat, now, is_reply=False)

    def end(
        self, sending: Sending, now: float, *, accepted: bool, told_to_wait_s: float | None = None
    ) -> None:
        """Take in that a message was answered, or given up.

        Args:
            accepted: whether Telegram took it.
            told_to_wait_s: what Telegram said if it asks for patience.
        """
        if self._open.pop(sending, sending) is None:
            self._learn_way(now - sending.began, now)
            self._free_at.append(now + WINDOW_S - self._way_s)
        if told_to_wait_s is not None:
            self._tell(sending.chat, now, told_to_wait_s)
        elif accepted and self._last_told is not None and sending.began >= self._last_told[1]:
            self._last_told = None

    def _tell(self, chat: int, now: float, wait_s: float) -> None:
        """One chat was told to wait; where a second one is, before anybody else got through, it is all."""
        until = now + wait_s
        self._told = {c: at for c, at in self._told.items() if at > now}
        self._told[chat] = max(self._told.get(chat, 0.0), until)
        if self._last_told is not None and self._last_told[0] != chat:
            self._all_told = max(self._all_told, until, self._told.get(self._last_told[0], 0.0))
        self._last_told = (chat, now)

    @property
    def _most(self) -> int:
        return max(int(self.rate), 1)

    def _places_beside_replies(self, now: float) -> int:
        """Return how many places may be taken once the next alert has one."""
        while self._busiest and self._busiest[0][0] <= now - REMEMBERED_S:
            self._busiest.popleft()
        if not self._busiest:
            return self._most
        for_alerts = max(self._most - self._busiest[0][1] - 1, self._most // 2, 1)
        return min(for_alerts + self._replies_lately(now), self._most)

    def _settle_places(self, now: float) -> None:
        while self._free_at and self._free_at[0] <= now:
            self._free_at.popleft()
        while self._open and (oldest := next(iter(self._open))).began <= now - HANGING_S:
            del self._open[oldest]
            self._free_at.append(oldest.began + HANGING_S + WINDOW_S - self._way_s)

    def _learn_way(self, took_s: float, now: float) -> None:
        # The shortest way lately: a message that was held up says nothing about the others, nor do many that
        # were held up together about those that follow.
        while self._ways and self._ways[-1][1] >= took_s:
            self._ways.pop()
        self._ways.append((now, took_s))
        while self._ways[0][0] <= now - REMEMBERED_S:
            self._ways.popleft()
        self._way_s = min(self._ways[0][1], WINDOW_S / 2) * SURE_SHARE

    def _count_reply(self, now: float) -> None:
        self._replies.append(now)
        lately = self._replies_lately(now)
        while self._busiest and self._busiest[-1][1] <= lately:
            self._busiest.pop()
        self._busiest.append((now, lately))

    def _replies_lately(self, now: float) -> int:
        while self._replies and self._replies[0] <= now - WINDOW_S:
            self._replies.popleft()
        return len(self._replies)

    def _chat_wait_s(self, chat: int, now: float, *, burst: int) -> float:
        if chat >= 0:
            return self._private.get(chat, 0.0) - (burst - 1) / self.chat_rate - now
        sent = self._groups.get(chat)
        if sent is None or len(sent) < GROUP_LIMIT:
            return 0.0
        return sent[0] + GROUP_WINDOW_S - now

    def _count_chat(self, chat: int, now: float) -> None:
        if chat == NOBODY:
            return
        if chat < 0:
            self._groups.setdefault(chat, deque(maxlen=GROUP_LIMIT)).append(now)
            return
        # When this chat may get its next alert; taken out first, so that those of the past stand in front.
        free_at = max(self._private.pop(chat, 0.0), now) + 1 / self.chat_rate
        self._private[chat] = free_at
        for _ in range(2):
            first = next(iter(self._private))
            if self._private[first] > now:
                break
            del self._private[first]


def _wait_s(*waits: float) -> float:
    # What is left over by rounding is no wait: nobody could sleep it.
    wait_s = max(waits)
    return wait_s if wait_s > SMALLEST_S else 0.0
