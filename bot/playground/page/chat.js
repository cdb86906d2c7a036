// The open chat: its head, its messages, and what happens when something in them is clicked.

import { drawAction, isWaiting, letRest, letWait } from "./acting.js";
import { drawBlocked } from "./blocking.js";
import { sendText } from "./composer.js";
import { make, toast, ui } from "./drawing.js";
import { drawIntro } from "./intro.js";
import { messageItem } from "./message.js";
import { drawPerson } from "./people.js";
import { drawNewer, isAtEnd, scrollToEnd } from "./scrolling.js";
import { act } from "./server.js";
import { chats, here, isOnScreen, markRead, people, unreadOf } from "./state.js";
import { dayInWords, dayOf, HINTS, initials, languageInWords, languageOfName, ROLES } from "./words.js";

const itemOf = (id) => ui.messages.querySelector(`[data-message-id="${CSS.escape(id)}"]`);

export function drawChat() {
  const id = here.person;
  drawHead(people.get(id));
  drawBlocked();
  drawAction();
  const unread = unreadOf(id);
  here.firstUnread = unread.length && unread.length < chats.get(id).size ? String(unread[0].id) : null;
  here.missedBelow = 0;
  drawMessages();
  drawIntro();
  const divider = ui.messages.querySelector(".new-line");
  if (divider) divider.scrollIntoView({ block: "center" });
  else scrollToEnd();
  drawNewer();
  if (isOnScreen(id)) markRead(id);
  drawPerson(id);
}

function drawHead(person) {
  ui["chat-avatar"].textContent = initials(person.name);
  ui["chat-avatar"].dataset.hue = person.hue;
  ui["chat-name"].textContent = person.name;
  ui["chat-name"].lang = languageOfName(person);
  ui["chat-about"].textContent = person.about || `${ROLES[person.role]}, ${languageInWords(person)}`;
  ui["person-title"].textContent = person.name;
  ui["person-title"].lang = languageOfName(person);
  ui["person-about"].textContent = person.about ?? "";
  ui["person-hint"].textContent = HINTS[person.role] ?? "";
  ui.composer.lang = person.language;
}

function drawMessages() {
  const items = [];
  let day = null;
  for (const [id, message] of chats.get(here.person)) {
    if (dayOf(message) !== day) items.push(dayLine(message));
    day = dayOf(message);
    if (id === here.firstUnread) items.push(make("li", { class: "new-line" }, "New"));
    items.push(messageItem(message));
  }
  ui.messages.replaceChildren(...items);
}

const dayLine = (message) => make("li", { class: "day-line" }, dayInWords(message));

/** Put a message at the end of the open chat; `previous` is the one before it, if there is one. */
export function addItem(message, previous) {
  const follows = isAtEnd() || message.from === "person";
  ui.intro.hidden = true;
  if (!previous || dayOf(previous) !== dayOf(message)) ui.messages.append(dayLine(message));
  ui.messages.append(messageItem(message));
  if (follows) scrollToEnd();
  else here.missedBelow += 1;
  drawNewer();
}

export function replaceItem(message) {
  const old = itemOf(String(message.id));
  const stick = isAtEnd();
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const fresh = messageItem(message);
  old.replaceWith(fresh);
  fresh.classList.add("just-changed");
  if (focused) {
    // Whoever works with a keyboard stays where they were: at the same button, or else at the message.
    const same = [...fresh.querySelectorAll("[data-data]")].find((each) => each.dataset.data === focused.dataset.data);
    (same ?? fresh).focus({ preventScroll: true });
  }
  if (stick) scrollToEnd();
}

export function drawWithoutScrolling() {
  const top = ui.scroller.scrollTop;
  drawMessages();
  ui.scroller.scrollTop = top;
}

async function press(button) {
  if (isWaiting(button)) return;
  letWait(button);
  try {
    const { message, data } = button.dataset;
    await act(here.person, "press", { message_id: Number(message), data });
  } catch (error) {
    letRest(button);
    toast(error.message, { bad: true });
  }
}

ui.messages.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  if (!target) return;
  if (target.dataset.action === "press") press(target);
  if (target.dataset.action === "command") sendText(target.textContent);
  if (target.dataset.action === "jump") {
    const item = itemOf(target.dataset.target);
    item?.scrollIntoView({ block: "center" });
    item?.focus({ preventScroll: true });
  }
});
