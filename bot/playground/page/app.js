// The playground's page: one chat per invented person, kept live by the server's event stream.

const byId = (id) => document.getElementById(id);
const ui = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));

const WIDE = matchMedia("(min-width: 1120px)");
const NARROW = matchMedia("(max-width: 719px)");
const TOUCH = matchMedia("(pointer: coarse)");
const PRESS_LASTS_MS = 10_000;
const ACTION_LASTS_MS = 5_000; // as long as Telegram shows a chat action
const RECONNECT_AFTER_MS = 2_000;

const ROLES = { relative: "Relative", follower: "Follower", moderator: "Moderator" };
const HINTS = {
  relative: "Try a family name, a given name and a birth year, in any script or order.",
  follower: "Try /batches, and follow an exchange group.",
  moderator: "Try to send a list as a CSV file. The other moderator has to publish it.",
};
const ACTIONS = {
  typing: "writing…",
  upload_document: "sending a file…",
  upload_photo: "sending a picture…",
};
const languages = new Intl.DisplayNames("en", { type: "language" });
const hourAndMinute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

const people = new Map(); // id -> person, in the server's order
const chats = new Map(); // person id -> Map of message id -> message, oldest first
const bots = new Map(); // person id -> the bot as that person sees it
const drafts = new Map();
const changed = new Set(); // people with an edited message that nobody has looked at
const actions = new Map(); // person id -> {text, timer}
const readUpTo = new Map(Object.entries(JSON.parse(sessionStorage.getItem("readUpTo") ?? "{}")));
let current = null;
let firstUnread = null; // message id before which "New" stands in the open chat
let missedBelow = 0; // messages that arrived while the reader was scrolled up

// The server

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (cause) {
    throw new Error("The server of this playground does not answer.", { cause });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The server answered ${response.status}.`);
  return body;
}

const post = (path, body) =>
  request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });

const act = (person, verb, body) => post(`/api/people/${encodeURIComponent(person)}/${verb}`, body);
const fileAddress = (fileId) => `/api/files/${encodeURIComponent(fileId)}`;

let held = null; // events that arrive while everything is loaded; applied after it, in order
let loads = 0;

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
  if (!people.has(current)) current = null;
  if (current) drawChat();
  else followAddress();
  document.body.dataset.ready = "true";
  const waiting = held;
  held = null;
  for (const [kind, data] of waiting) apply(kind, data);
}

let source = null;
let retry = null;

function listenAgain() {
  source.close();
  clearTimeout(retry);
  retry = setTimeout(listen, RECONNECT_AFTER_MS);
}

function listen() {
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
  for (const kind of ["message", "edit", "delete", "toast", "action", "commands", "story"]) {
    source.addEventListener(kind, (event) => {
      const data = JSON.parse(event.data);
      if (held) held.push([kind, data]);
      else apply(kind, data);
    });
  }
}

function apply(kind, data) {
  const person = data.person == null ? null : String(data.person);
  if (kind === "story") return drawStory(data);
  if (kind === "commands") return forgetBot(person);
  if (!people.has(person)) return;
  if (kind === "message") arrive(person, data.message);
  if (kind === "edit") amend(person, data.message);
  if (kind === "delete") remove(person, data.message_id);
  if (kind === "action") showAction(person, data.action);
  if (kind === "toast") {
    settle(person);
    if (!isOnScreen(person) || !data.text) return;
    if (data.alert) showAlert(data.text, people.get(person).language);
    else toast(data.text, { lang: people.get(person).language });
  }
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
  if (person === current) {
    const follows = isAtEnd() || message.from === "person";
    ui.intro.hidden = true;
    if (!previous || dayOf(previous) !== dayOf(message)) ui.messages.append(dayLine(message));
    ui.messages.append(messageItem(message));
    if (follows) scrollToEnd();
    else missedBelow += 1;
    drawNewer();
  }
  if (isOnScreen(person)) markRead(person);
  drawPerson(person);
}

function amend(person, message) {
  const chat = chats.get(person);
  const id = String(message.id);
  if (!chat.has(id)) return arrive(person, message);
  chat.set(id, message);
  settle(person);
  if (person === current) replaceItem(id, message);
  if (isOnScreen(person)) announce(person, message);
  else changed.add(person);
  drawPerson(person);
}

function remove(person, messageId) {
  chats.get(person).delete(String(messageId));
  if (person === current) {
    const top = ui.scroller.scrollTop;
    drawMessages();
    ui.scroller.scrollTop = top;
  }
  drawPerson(person);
}

// What has been read

const isOnScreen = (person) =>
  person === current &&
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

const unreadOf = (person) => [...chats.get(person).values()].filter((message) => isUnread(person, message));

function markRead(person) {
  changed.delete(person);
  const last = [...chats.get(person).values()].at(-1);
  if (!last) return;
  readUpTo.set(person, { at: last.at, id: Number(last.id) });
  sessionStorage.setItem("readUpTo", JSON.stringify(Object.fromEntries(readUpTo)));
}

// Small things to draw with

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const aside = (text) => make("span", { class: "visually-hidden" }, text);
const timeOf = (message) => hourAndMinute.format(new Date(message.at));
const dayOf = (message) => new Date(message.at).toDateString();
const languageOfName = (person) => (/\p{Script=Cyrillic}/u.test(person.name) ? person.language : "en");
const initials = (name) => name.split(/\s+/u).slice(0, 2).map((word) => word[0]).join("").toUpperCase();

function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function preview(message) {
  if (message.text) return message.text;
  if (message.photo) return "Picture";
  if (message.document) return message.document.name;
  return "Message";
}

// The people

function drawPeople() {
  ui.people.replaceChildren(
    ...[...people.values()].map((person) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", class: "person", "data-person": person.id, "data-testid": `person-${person.id}` },
          make("span", { class: "avatar", "data-hue": person.hue, "aria-hidden": "true" }, initials(person.name)),
          make("span", { class: "person-name", lang: languageOfName(person) }, person.name),
          make("time", { class: "person-time" }),
          make("span", { class: "person-role" }, `${ROLES[person.role] ?? person.role} · ${languages.of(person.language)}`),
          make("span", { class: "person-preview" }),
          make("span", { class: "person-marks" }),
        ),
      ),
    ),
  );
  for (const id of people.keys()) drawPerson(id);
}

function drawPerson(id) {
  const person = people.get(id);
  const row = ui.people.querySelector(`[data-person="${CSS.escape(id)}"]`);
  const last = [...chats.get(id).values()].at(-1);
  const writing = actions.get(id)?.text;
  if (id === current) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
  row.querySelector(".person-time").textContent = last ? timeOf(last) : "";

  const line = row.querySelector(".person-preview");
  line.classList.toggle("is-writing", Boolean(writing));
  if (writing) line.replaceChildren(`Bot is ${writing}`);
  else if (!last) line.replaceChildren(person.about ?? "");
  else {
    line.replaceChildren(
      last.from === "person" ? make("b", {}, "You: ") : "",
      make("span", { lang: person.language }, preview(last).replace(/\s+/gu, " ")),
    );
  }

  const unread = unreadOf(id).length;
  const marks = [];
  if (person.blocked) marks.push(make("span", { class: "tag" }, "blocked"));
  if (unread) {
    marks.push(make("span", { class: "unread", "data-testid": `unread-${id}` }, String(unread), aside(" unread")));
  } else if (changed.has(id)) {
    marks.push(make("span", { class: "dot", title: "A message was edited", "data-testid": `changed-${id}` }, aside("A message was edited")));
  }
  row.querySelector(".person-marks").replaceChildren(...marks);
  const total = [...people.keys()].reduce((sum, each) => sum + unreadOf(each).length, 0);
  document.title = total ? `(${total}) Vdoma playground` : "Vdoma playground";
}

// Where we are: the address after "#" is the person, so that a phone's back button works

const personInAddress = () => decodeURIComponent(location.hash.replace(/^#\/?/u, ""));

function followAddress() {
  const wanted = personInAddress();
  if (people.has(wanted)) show(wanted);
  else if (NARROW.matches) showList();
  else if (people.size) show([...people.keys()][0]);
}

function choose(id) {
  if (personInAddress() !== id) {
    const inList = NARROW.matches && document.body.dataset.view === "list";
    history[inList ? "pushState" : "replaceState"]({ fromList: inList }, "", `#/${encodeURIComponent(id)}`);
  }
  show(id);
  if (NARROW.matches) ui["chat-name"].focus();
  else ui.composer.focus();
}

function show(id) {
  if (current && current !== id) drafts.set(current, ui.composer.value);
  const before = current;
  current = id;
  document.body.dataset.view = "chat";
  closeMenu();
  ui.composer.value = drafts.get(id) ?? "";
  fitComposer();
  drawChat();
  if (before && before !== id && people.has(before)) drawPerson(before);
}

function showList() {
  document.body.dataset.view = "list";
  const row = current && ui.people.querySelector(`[data-person="${CSS.escape(current)}"]`);
  if (row) row.focus();
}

ui.people.addEventListener("click", (event) => {
  const row = event.target.closest("[data-person]");
  if (row) choose(row.dataset.person);
});
ui.back.addEventListener("click", () => {
  if (history.state?.fromList) return history.back();
  history.replaceState(null, "", location.pathname);
  showList();
});
addEventListener("popstate", followAddress);
addEventListener("visibilitychange", () => {
  if (current && isOnScreen(current)) {
    markRead(current);
    drawPerson(current);
  }
});

// The chat

function drawChat() {
  const person = people.get(current);
  ui["chat-avatar"].textContent = initials(person.name);
  ui["chat-avatar"].dataset.hue = person.hue;
  ui["chat-name"].textContent = person.name;
  ui["chat-name"].lang = languageOfName(person);
  ui["chat-about"].textContent = person.about || `${ROLES[person.role]}, ${languages.of(person.language)}`;
  ui["person-title"].textContent = person.name;
  ui["person-title"].lang = languageOfName(person);
  ui["person-about"].textContent = person.about ?? "";
  ui["person-hint"].textContent = HINTS[person.role] ?? "";
  ui.composer.lang = person.language;
  drawBlocked();
  drawAction();
  const unread = unreadOf(current);
  const all = chats.get(current).size;
  firstUnread = unread.length && unread.length < all ? String(unread[0].id) : null;
  missedBelow = 0;
  drawMessages();
  drawIntro();
  const divider = ui.messages.querySelector(".new-line");
  if (divider) divider.scrollIntoView({ block: "center" });
  else scrollToEnd();
  drawNewer();
  if (isOnScreen(current)) markRead(current);
  drawPerson(current);
}

function drawMessages() {
  const items = [];
  let day = null;
  for (const [id, message] of chats.get(current)) {
    if (dayOf(message) !== day) items.push(dayLine(message));
    day = dayOf(message);
    if (id === firstUnread) items.push(make("li", { class: "new-line" }, "New"));
    items.push(messageItem(message));
  }
  ui.messages.replaceChildren(...items);
}

function dayLine(message) {
  const at = new Date(message.at);
  const today = at.toDateString() === new Date().toDateString();
  return make("li", { class: "day-line" }, today ? "Today" : dayAndMonth.format(at));
}

function messageItem(message) {
  const { language } = people.get(current);
  const fromBot = message.from === "bot";
  const bubble = make("div", { class: "bubble" }, aside(fromBot ? "Bot: " : "You: "));
  bubble.firstChild.lang = "en";
  if (message.reply_to != null) bubble.append(quote(message.reply_to));
  if (message.photo) bubble.append(picture(message));
  if (message.document) bubble.append(attachment(message.document));
  if (message.html || message.text) bubble.append(words(message, fromBot));
  bubble.append(footer(message));
  return make(
    "li",
    {
      class: "message",
      lang: language,
      tabindex: "-1",
      "data-testid": "message",
      "data-message-id": message.id,
      "data-from": message.from,
    },
    bubble,
    message.buttons?.length ? keyboard(message) : null,
  );
}

function words(message, fromBot) {
  const box = make("div", { class: "words" });
  // The server has already reduced this to Telegram's few safe tags.
  if (message.html) box.innerHTML = message.html;
  else box.textContent = message.text;
  for (const link of box.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  if (fromBot) linkCommands(box);
  return box;
}

/** Make each /command in the bot's words a button that sends it, as Telegram does. */
function linkCommands(box) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (text.parentElement.closest("a, code, pre")) continue;
    const pieces = text.data.split(/(?<![^\s(«“"])(\/[a-z][a-z0-9_]{0,31})(?![\w/])/u);
    if (pieces.length === 1) continue;
    text.replaceWith(
      ...pieces.map((piece, place) =>
        place % 2 ? make("button", { type: "button", class: "command-link", "data-action": "command" }, piece) : piece,
      ),
    );
  }
}

function quote(messageId) {
  const original = chats.get(current).get(String(messageId));
  return make(
    "button",
    { type: "button", class: "quote", "data-action": "jump", "data-target": messageId },
    original ? preview(original) : "A message that is gone",
  );
}

function picture(message) {
  return make(
    "a",
    { href: fileAddress(message.photo), target: "_blank", rel: "noopener noreferrer", class: "photo-link" },
    make("img", { src: fileAddress(message.photo), alt: "Picture", class: "photo" }),
    aside(" (opens in a new tab)"),
  );
}

function attachment(file) {
  return make(
    "a",
    { href: fileAddress(file.file_id), download: file.name, class: "file", "data-testid": "document" },
    make("span", { class: "file-icon" }, icon("file")),
    make("span", { class: "file-name" }, file.name),
    make("span", { class: "file-size", lang: "en" }, `${sizeInWords(file.size)} · download`),
  );
}

function footer(message) {
  const mark = (name, text, title) => make("span", { class: "mark", title }, icon(name), text);
  return make(
    "p",
    { class: "meta", lang: "en" },
    message.silent ? mark("silent", "no sound", "Sent without sound") : null,
    message.protected ? mark("shield", "protected", "Cannot be forwarded or saved in Telegram") : null,
    message.edited ? make("span", { class: "mark" }, "edited") : null,
    make("time", { datetime: message.at }, timeOf(message)),
  );
}

function keyboard(message) {
  const rows = message.buttons.map((row) => make("div", { class: "keys" }, ...row.map((button) => key(message, button))));
  return make("div", { class: "keyboard" }, ...rows);
}

function key(message, button) {
  if (button.url) {
    return make(
      "a",
      { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" },
      button.text,
      icon("out"),
      aside(" (opens in a new tab)"),
    );
  }
  return make(
    "button",
    { type: "button", class: "key", "data-action": "press", "data-message": message.id, "data-data": button.data },
    button.text,
  );
}

function replaceItem(id, message) {
  const old = ui.messages.querySelector(`[data-message-id="${CSS.escape(id)}"]`);
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

async function drawIntro() {
  const id = current;
  ui.intro.hidden = chats.get(id).size > 0;
  if (ui.intro.hidden) return;
  ui["intro-name"].textContent = "";
  ui["intro-text"].textContent = "";
  bots.delete(id); // a bot that was still starting may have described itself since
  const bot = await botFor(id);
  if (id !== current || !bot) return;
  ui.intro.lang = people.get(id).language;
  ui.start.lang = "en";
  ui["intro-name"].textContent = bot.name ?? "";
  ui["intro-text"].textContent = bot.description || bot.short_description || "";
}

const isAtEnd = () => ui.scroller.scrollHeight - ui.scroller.scrollTop - ui.scroller.clientHeight < 80;

function scrollToEnd() {
  ui.scroller.scrollTop = ui.scroller.scrollHeight;
  missedBelow = 0;
}

function drawNewer() {
  if (isAtEnd()) missedBelow = 0;
  ui.newer.hidden = isAtEnd();
  ui["newer-count"].textContent = missedBelow ? `${missedBelow} new` : "";
}

ui.scroller.addEventListener("scroll", drawNewer, { passive: true });
ui.newer.addEventListener("click", () => {
  scrollToEnd();
  drawNewer();
  ui.composer.focus();
});
// A picture that loads and a phone's keyboard that opens both push the end away: whoever read it keeps seeing it.
const sizes = new ResizeObserver(() => {
  if (ui.newer.hidden) scrollToEnd();
});
sizes.observe(ui.scroller);
sizes.observe(ui.messages);

ui.messages.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  if (!target) return;
  if (target.dataset.action === "press") press(target);
  if (target.dataset.action === "command") sendText(target.textContent);
  if (target.dataset.action === "jump") {
    const item = ui.messages.querySelector(`[data-message-id="${CSS.escape(target.dataset.target)}"]`);
    item?.scrollIntoView({ block: "center" });
    item?.focus({ preventScroll: true });
  }
});

async function press(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), PRESS_LASTS_MS);
  try {
    const { message, data } = button.dataset;
    await act(current, "press", { message_id: Number(message), data });
  } catch (error) {
    button.removeAttribute("aria-busy");
    toast(error.message, { bad: true });
  }
}

function settle(person) {
  if (person !== current) return;
  for (const button of ui.messages.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
}

function showAction(person, action) {
  clearTimeout(actions.get(person)?.timer);
  if (action) {
    const timer = setTimeout(() => showAction(person, null), ACTION_LASTS_MS);
    actions.set(person, { text: ACTIONS[action] ?? "busy…", timer });
  } else actions.delete(person);
  drawPerson(person);
  if (person === current) drawAction();
}

function drawAction() {
  const stick = isAtEnd();
  const action = actions.get(current);
  ui.typing.hidden = !action;
  ui["typing-text"].textContent = action ? `Bot is ${action.text}` : "";
  if (action && stick) scrollToEnd();
}

// Writing

async function sendText(text) {
  const person = current;
  if (!person || !text.trim()) return;
  try {
    await act(person, "text", { text });
  } catch (error) {
    toast(error.message, { bad: true });
    if (person === current && !ui.composer.value) ui.composer.value = text;
    fitComposer();
  }
}

function submit() {
  const text = ui.composer.value;
  if (!text.trim()) return;
  ui.composer.value = "";
  drafts.delete(current);
  fitComposer();
  closeMenu();
  sendText(text);
}

async function sendFiles(files) {
  for (const file of files) {
    const form = new FormData();
    form.append("file", file, file.name);
    try {
      await request(`/api/people/${encodeURIComponent(current)}/file`, { method: "POST", body: form });
    } catch (error) {
      toast(error.message, { bad: true });
    }
  }
}

function fitComposer() {
  ui.composer.style.height = "auto";
  ui.composer.style.height = `${ui.composer.scrollHeight}px`;
  ui.send.disabled = !ui.composer.value.trim();
}

ui.form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  ui.composer.focus();
});
ui.start.addEventListener("click", () => {
  sendText("/start");
  if (!TOUCH.matches) ui.composer.focus();
});
ui.composer.addEventListener("input", () => {
  fitComposer();
  offerCommands();
});
ui.composer.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && !ui.menu.hidden) {
    event.preventDefault();
    ui.menu.querySelector("button")?.focus();
  }
  // On a touch keyboard Enter makes a new line, as in other messengers; there is a button for sending.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !TOUCH.matches) {
    event.preventDefault();
    submit();
  }
});
ui.composer.addEventListener("paste", (event) => {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  sendFiles([...event.clipboardData.files]);
});

ui.attach.addEventListener("click", () => ui["file-input"].click());
ui["file-input"].addEventListener("change", async () => {
  const files = [...ui["file-input"].files];
  ui["file-input"].value = "";
  await sendFiles(files);
});

const carriesFiles = (event) => current && event.dataTransfer?.types.includes("Files");
const pane = document.querySelector("main");
addEventListener("dragover", (event) => {
  // A file dropped beside the chat would otherwise replace the page.
  if (carriesFiles(event)) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});
pane.addEventListener("dragenter", (event) => {
  if (carriesFiles(event)) ui.drop.hidden = false;
});
pane.addEventListener("dragleave", (event) => {
  if (!pane.contains(event.relatedTarget)) ui.drop.hidden = true;
});
pane.addEventListener("drop", (event) => {
  ui.drop.hidden = true;
  if (carriesFiles(event)) sendFiles([...event.dataTransfer.files]);
});

// The bot's commands

async function botFor(id) {
  if (!bots.has(id)) bots.set(id, request(`/api/bot?person=${encodeURIComponent(id)}`));
  try {
    return await bots.get(id);
  } catch (error) {
    bots.delete(id);
    toast(error.message, { bad: true });
    return null;
  }
}

function forgetBot(person) {
  if (person) bots.delete(person);
  else bots.clear();
  if (current && !ui.intro.hidden) drawIntro();
}

function offerCommands() {
  const typed = /^\/([a-z0-9_]*)$/iu.exec(ui.composer.value);
  if (typed) openMenu(typed[1].toLowerCase());
  else closeMenu();
}

async function openMenu(beginning = "") {
  const id = current;
  const bot = await botFor(id);
  if (id !== current || !bot) return;
  const { language } = people.get(id);
  const offered = (bot.commands ?? []).filter(({ command }) => command.startsWith(beginning));
  if (!offered.length && beginning) return closeMenu();
  ui.menu.replaceChildren(
    ...offered.map(({ command, description }) =>
      make(
        "button",
        { type: "button", "data-command": command },
        make("span", { class: "command-name" }, `/${command}`),
        make("span", { class: "command-about", lang: language }, description),
      ),
    ),
  );
  if (!offered.length) ui.menu.append(make("p", {}, "The bot has set no commands for this person."));
  ui.menu.hidden = false;
  ui.commands.setAttribute("aria-expanded", "true");
}

function closeMenu() {
  ui.menu.hidden = true;
  ui.commands.setAttribute("aria-expanded", "false");
}

ui.commands.addEventListener("click", async () => {
  if (!ui.menu.hidden) return closeMenu();
  await openMenu();
  ui.menu.querySelector("button")?.focus();
});
ui.menu.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-command]");
  if (!chosen) return;
  ui.composer.value = "";
  fitComposer();
  closeMenu();
  sendText(`/${chosen.dataset.command}`);
  if (!TOUCH.matches) ui.composer.focus();
});
ui.menu.addEventListener("keydown", (event) => {
  const rows = [...ui.menu.querySelectorAll("button")];
  const place = rows.indexOf(document.activeElement);
  if (event.key === "ArrowDown") rows[Math.min(place + 1, rows.length - 1)].focus();
  else if (event.key === "ArrowUp") (rows[place - 1] ?? ui.composer).focus();
  else return;
  event.preventDefault();
});
document.querySelector(".below").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || ui.menu.hidden) return;
  closeMenu();
  ui.composer.focus();
});
document.addEventListener("pointerdown", (event) => {
  if (!ui.menu.hidden && !event.target.closest(".below")) closeMenu();
});

// Blocking

function drawBlocked() {
  const { blocked, name } = people.get(current);
  ui.block.checked = blocked;
  ui.form.hidden = blocked;
  ui["blocked-bar"].hidden = !blocked;
  ui["blocked-name"].textContent = name;
  ui.start.disabled = blocked;
}

async function setBlocked(blocked) {
  const id = current;
  try {
    await act(id, "block", { blocked });
    people.get(id).blocked = blocked;
  } catch (error) {
    toast(error.message, { bad: true });
  }
  if (id === current) drawBlocked();
  drawPerson(id);
}

ui.block.addEventListener("change", () => setBlocked(ui.block.checked));
ui.unblock.addEventListener("click", async () => {
  await setBlocked(false);
  ui.composer.focus();
});
ui.details.addEventListener("click", () => ui.sheet.showModal());
ui.sheet.addEventListener("click", (event) => {
  if (event.target === ui.sheet) ui.sheet.close();
});

// The story

function drawStory({ state, step, of, title }) {
  const playing = state === "playing";
  const played = state === "played";
  ui.story.disabled = playing || played;
  ui["story-card"].dataset.state = state;
  ui["story-label"].textContent = { playing: "The story is playing", played: "The story has been played" }[state] ?? "Play the June 2025 story";
  ui["story-progress"].hidden = !(playing || played);
  ui["story-bar"].max = of || 1;
  ui["story-bar"].value = step;
  ui["story-count"].textContent = played ? `All ${of} steps. ` : `Step ${step} of ${of}. `;
  ui["story-step"].textContent = played ? "Open a chat to read what arrived there. A new demo starts afresh." : (title ?? "");
  ui["story-strip"].hidden = !playing;
  ui["story-strip"].textContent = `Story, step ${step} of ${of}: ${title ?? ""}`;
}

ui.story.addEventListener("click", async () => {
  ui.story.disabled = true;
  try {
    await post("/api/story");
  } catch (error) {
    ui.story.disabled = false;
    toast(error.message, { bad: true });
  }
});

// Telling

function toast(text, { lang = "en", bad = false } = {}) {
  const note = make("p", { class: bad ? "toast is-bad" : "toast", lang, "data-testid": "toast" }, text);
  ui.toasts.append(note);
  while (ui.toasts.children.length > 2) ui.toasts.firstChild.remove();
  setTimeout(() => note.remove(), 4_000 + text.length * 40);
}

function showAlert(text, lang) {
  ui["alert-text"].textContent = text;
  ui["alert-text"].lang = lang;
  if (!ui.alert.open) ui.alert.showModal();
}

function announce(person, message) {
  const { name, language } = people.get(person);
  const line = isOnScreen(person)
    ? make("p", { lang: language }, preview(message))
    : make("p", {}, `New message for ${name}`);
  ui.announcer.append(line);
  while (ui.announcer.children.length > 4) ui.announcer.firstChild.remove();
}

// One card each for the story, the person and the explanation: they stand where the screen has room

function place() {
  byId(WIDE.matches ? "story-in-panel" : "story-in-list").append(ui["story-card"]);
  byId(WIDE.matches ? "about-in-panel" : "about-in-list").append(ui["about-card"]);
  byId(WIDE.matches ? "person-in-panel" : "person-in-sheet").append(ui["person-card"]);
  if (WIDE.matches && ui.sheet.open) ui.sheet.close();
}

WIDE.addEventListener("change", place);
NARROW.addEventListener("change", () => {
  if (!NARROW.matches && people.size) followAddress();
});

place();
fitComposer();
listen();
