// What the page asks of the server.

export async function request(path, options = {}) {
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

export const post = (path, body) =>
  request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });

const personAddress = (person, verb) => `/api/people/${encodeURIComponent(person)}/${verb}`;

export const act = (person, verb, body) => post(personAddress(person, verb), body);
export const fileAddress = (fileId) => `/api/files/${encodeURIComponent(fileId)}`;

export function uploadFile(person, file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return request(personAddress(person, "file"), { method: "POST", body: form });
}
