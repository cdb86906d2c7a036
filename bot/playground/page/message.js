// One message: its words, what hangs on it, and the buttons under it.

import { aside, icon, make } from "./drawing.js";
import { fileAddress } from "./server.js";
import { chats, here, people } from "./state.js";
import { preview, sizeInWords, timeOf } from "./words.js";

export function messageItem(message) {
  const { language } = people.get(here.person);
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
  // The line break after a quotation ends it; it makes no empty line of its own.
  for (const block of box.querySelectorAll("blockquote, pre")) {
    const after = block.nextSibling;
    if (after instanceof Text) after.data = after.data.replace(/^\n/u, "");
  }
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
  const original = chats.get(here.person).get(String(messageId));
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
