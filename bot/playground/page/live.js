// The server's event stream, and what each event changes on the page.

import { settle, showAction } from "./acting.js";
import { addItem, drawChat, drawWithoutScrolling, replaceItem } from "./chat.js";
import { refreshMenu } from "./commands.js";
import { make, showAlert, toast, ui } from "./drawing.js";
import { forgetBot } from "./intro.js";
import { followAddress } from "./navigation.js";
import { drawPeople, drawPerson } from "./people.js";
import { request } from "./server.js";
import { bots, changed, chats, here, isOnScreen, markRead, people } from "./state.js";
import { drawStory } from "./story.js";
import { preview } from "./words.js";

const RECONNECT_AFTER_MS = 2_000;
const KINDS = ["message", "edit", "delete", "toast", "action", "commands", "story"];

let held = null; // events that arrive while everything is loaded; applied after it, in order
let loads = 0;
let source = null;
let retry = null;

/** Load everything anew: at the start, and after each reconnect, when events may have been missed. */
async function loadAll() {
  const load = ++loads;
  held = [];
  const list = await request("/api/people");
  const [story, ...loaded] = await Promise.all([
    request("/api/story").catch(() => null),
    ...list.map((person) => request(`/api/chats/${encodeURIComponent(person.id)}`)),
  ]);
  if (load !== loads) return;
  people.clear();
  chats.clear();
  bots.clear();
  list.forEach((person, place) => {
    const id = String(person.id);
    people.set(id, { ...person, id, hue: place % 6 });
    chats.set(id, new Map(loaded[place].messages.map((message) => [String(message.id), message])));
  });
  drawPeople();
  if (story) drawStory(story);
  if (!people.has(here.person)) here.person = null;
  if (here.person) drawChat();
  else followAddress();
  document.body.dataset.ready = "true";
  const waiting = held;
  held = null;
  for (const [kind, data] of waiting) apply(kind, data);
}

export function listen() {
  source = new EventSource("/api/events");
  source.onopen = async () => {
    try {
      await loadAll();
      ui.offline.hidden = true;
    } catch (error) {
      toast(error.message, { bad: true });
      listenAgain();
    }
  };
  source.onerror = () => {
    ui.offline.hidden = false;
    // After a refusal the browser gives up by itself; after a lost connection it does not.
    if (source.readyState === EventSource.CLOSED) listenAgain();
  };
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const data = JSON.parse(event.data);
      if (held) held.push([kind, data]);
      else apply(kind, data);
    });
  }
}

function listenAgain() {
  source.close();
  clearTimeout(retry);
  retry = setTimeout(listen, RECONNECT_AFTER_MS);
}

function apply(kind, data) {
  const person = data.person == null ? null : String(data.person);
  if (kind === "story") return drawStory(data);
  if (kind === "commands") {
    forgetBot(person);
    refreshMenu();
    return;
  }
  if (!people.has(person)) return;
  if (kind === "message") arrive(person, data.message);
  if (kind === "edit") amend(person, data.message);
  if (kind === "delete") remove(person, data.message_id);
  if (kind === "action") showAction(person, data.action);
  if (kind === "toast") notify(person, data);
}

function arrive(person, message) {
  const chat = chats.get(person);
  const id = String(message.id);
  if (chat.has(id)) return amend(person, message);
  const previous = [...chat.values()].at(-1);
  chat.set(id, message);
  if (message.from === "bot") {
    settle(person);
    showAction(person, null);
    announce(person, message);
  }
  if (person === here.person) addItem(message, previous);
  if (isOnScreen(person)) markRead(person);
  drawPerson(person);
}

function amend(person, message) {
  const chat = chats.get(person);
  const id = String(message.id);
  if (!chat.has(id)) return arrive(person, message);
  chat.set(id, message);
  settle(person);
  if (person === here.person) replaceItem(message);
  if (isOnScreen(person)) announce(person, message);
  else changed.add(person);
  drawPerson(person);
}

function remove(person, messageId) {
  chats.get(person).delete(String(messageId));
  if (person === here.person) drawWithoutScrolling();
  drawPerson(person);
}

function notify(person, { text, alert }) {
  settle(person);
  if (!isOnScreen(person) || !text) return;
  const { language } = people.get(person);
  if (alert) showAlert(text, language);
  else toast(text, { lang: language });
}

/** Say to a screen reader what came. */
function announce(person, message) {
  const { name, language } = people.get(person);
  const line = isOnScreen(person)
    ? make("p", { lang: language }, preview(message))
    : make("p", {}, `New message for ${name}`);
  ui.announcer.append(line);
  while (ui.announcer.children.length > 4) ui.announcer.firstChild.remove();
}
