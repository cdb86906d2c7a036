// How moments, people, files and messages are put into words.

export const ROLES = { relative: "Relative", follower: "Follower", moderator: "Moderator" };
export const HINTS = {
  relative: "Write a family name, a given name, and a patronymic or birth year. Nothing is listed until the story is played or the moderators publish a list.",
  follower: "Write /batches, open an exchange group and follow it.",
  moderator: "Write /desk, or drop a list (CSV) on this chat. What one moderator enters, the other has to agree to.",
};
export const ACTIONS = {
  typing: "writing…",
  upload_document: "sending a file…",
  upload_photo: "sending a picture…",
};
const languages = new Intl.DisplayNames("en", { type: "language" });
const hourAndMinute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

export const timeOf = (message) => hourAndMinute.format(new Date(message.at));
export const dayOf = (message) => new Date(message.at).toDateString();

export function dayInWords(message) {
  const at = new Date(message.at);
  return at.toDateString() === new Date().toDateString() ? "Today" : dayAndMonth.format(at);
}

export const languageInWords = (person) => languages.of(person.language);
export const languageOfName = (person) => (/\p{Script=Cyrillic}/u.test(person.name) ? person.language : "en");
export const initials = (name) => name.split(/\s+/u).slice(0, 2).map((word) => word[0]).join("").toUpperCase();

export function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function preview(message) {
  if (message.text) return message.text;
  if (message.photo) return "Picture";
  if (message.document) return message.document.name;
  return "Message";
}
