// Who has signed in, in this tab of the browser.

const KEY = 'fitclub.token';
const listeners = [];

function claims(token) {
  const text = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(text);
}

// { token, persona: 'member', 'trainer' or 'staff', id }; empty for a visitor.
export function session() {
  const token = sessionStorage.getItem(KEY);
  if (!token) return {};
  const [persona, id] = claims(token).identity.split(':');
  return { token, persona, id };
}

export function hasEnded() {
  const token = sessionStorage.getItem(KEY);
  return Boolean(token) && claims(token).exp * 1000 <= Date.now();
}

// Calls listener(unasked), which is true for an end that the person has not asked for.
export function onSession(listener) {
  listeners.push(listener);
}

export function beginSession(token) {
  sessionStorage.setItem(KEY, token);
  listeners.forEach((listener) => listener(false));
}

export function endSession({ unasked = false } = {}) {
  sessionStorage.removeItem(KEY);
  listeners.forEach((listener) => listener(unasked));
}
