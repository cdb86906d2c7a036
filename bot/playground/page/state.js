// What the page knows: people, their chats, which chat is open, and what has been read.

import { NARROW } from "./drawing.js";

export const people = new Map(); // id -> person, in the server's order
export const chats = new Map(); // person id -> Map of message id -> message, oldest first
export const bots = new Map(); // person id -> the bot as that person sees it
export const drafts = new Map();
export const changed = new Set(); // people with an edited message that nobody has looked at
export const actions = new Map(); // person id -> {text, timer}

export const here = {
  person: null, // id of the person whose chat is open
  firstUnread: null, // message id before which "New" stands in it
  missedBelow: 0, // messages that arrived while the reader was scrolled up
};

const readUpTo = new Map(Object.entries(JSON.parse(sessionStorage.getItem("readUpTo") ?? "{}")));

export const isOnScreen = (person) =>
  person === here.person &&
  document.visibilityState === "visible" &&
  !(NARROW.matches && document.body.dataset.view === "list");

function isUnread(person, message) {
  if (message.from !== "bot") return false;
  const mark = readUpTo.get(person);
  if (!mark) return true;
  // Ids start again with each new demo, moments may repeat within a second: both are needed.
  const later = Date.parse(message.at) - Date.parse(mark.at);
  return later > 0 || (later === 0 && Number(message.id) > mark.id);
}

export const unreadOf = (person) => [...chats.get(person).values()].filter((message) => isUnread(person, message));

export function markRead(person) {
  changed.delete(person);
  const last = [...chats.get(person).values()].at(-1);
  if (!last) return;
  readUpTo.set(person, { at: last.at, id: Number(last.id) });
  sessionStorage.setItem("readUpTo", JSON.stringify(Object.fromEntries(readUpTo)));
}
