// The people at the left: who they are, what was said last, and what they have not read.

import { aside, make, ui } from "./drawing.js";
import { actions, changed, chats, here, people, unreadOf } from "./state.js";
import { initials, languageInWords, languageOfName, preview, ROLES, timeOf } from "./words.js";

export const rowOf = (id) => ui.people.querySelector(`[data-person="${CSS.escape(id)}"]`);

export function drawPeople() {
  ui.people.replaceChildren(...[...people.values()].map((person) => make("li", {}, row(person))));
  for (const id of people.keys()) drawPerson(id);
}

function row(person) {
  return make(
    "button",
    { type: "button", class: "person", "data-person": person.id, "data-testid": `person-${person.id}` },
    make("span", { class: "avatar", "data-hue": person.hue, "aria-hidden": "true" }, initials(person.name)),
    make("span", { class: "person-name", lang: languageOfName(person) }, person.name),
    make("time", { class: "person-time" }),
    make("span", { class: "person-role" }, `${ROLES[person.role] ?? person.role} · ${languageInWords(person)}`),
    make("span", { class: "person-preview" }),
    make("span", { class: "person-marks" }),
  );
}

export function drawPerson(id) {
  const last = [...chats.get(id).values()].at(-1);
  if (id === here.person) rowOf(id).setAttribute("aria-current", "true");
  else rowOf(id).removeAttribute("aria-current");
  rowOf(id).querySelector(".person-time").textContent = last ? timeOf(last) : "";
  drawPreview(id, last);
  rowOf(id).querySelector(".person-marks").replaceChildren(...marks(id));
  const total = [...people.keys()].reduce((sum, each) => sum + unreadOf(each).length, 0);
  document.title = total ? `(${total}) Vdoma playground` : "Vdoma playground";
}

function drawPreview(id, last) {
  const { about, language } = people.get(id);
  const line = rowOf(id).querySelector(".person-preview");
  const writing = actions.get(id)?.text;
  line.classList.toggle("is-writing", Boolean(writing));
  if (writing) line.replaceChildren(`Bot is ${writing}`);
  else if (!last) line.replaceChildren(about ?? "");
  else {
    line.replaceChildren(
      last.from === "person" ? make("b", {}, "You: ") : "",
      make("span", { lang: language }, preview(last).replace(/\s+/gu, " ")),
    );
  }
}

function marks(id) {
  const unread = unreadOf(id).length;
  const found = [];
  if (people.get(id).blocked) found.push(make("span", { class: "tag" }, "blocked"));
  if (unread) {
    found.push(make("span", { class: "unread", "data-testid": `unread-${id}` }, String(unread), aside(" unread")));
  } else if (changed.has(id)) {
    const told = "A message was edited";
    found.push(make("span", { class: "dot", title: told, "data-testid": `changed-${id}` }, aside(told)));
  }
  return found;
}
