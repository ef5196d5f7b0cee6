// Requests to the GraphQL API: one query or mutation each.

import { endSession, session } from './session.js';

const TRIES = 5;
let address;

// Where the API is, as an absolute address.
export async function apiAddress() {
  if (!address) {
    const { api } = await (await fetch('config.json')).json();
    address = new URL(api, location.href);
  }
  return address;
}

// What the club refuses: which rule (constraint), of which kind (code).
export class Refusal extends Error {
  constructor({ message, extensions }) {
    super(message);
    const { errcode, constraint, column, detail, hint } = extensions?.exception ?? {};
    Object.assign(this, { code: errcode, constraint, column, detail, hint });
  }
}

// The token has ended, or is not one that the server made.
export class SignedOut extends Error {}

function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

async function send(body) {
  const headers = { 'Content-Type': 'application/json' };
  const { token } = session();
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(await apiAddress(), { method: 'POST', headers, body });
  if ([401, 403].includes(answer.status)) {
    endSession({ unasked: true });
    throw new SignedOut();
  }
  return answer.json();
}

// A transaction that could not be done beside others is sent again.
const AGAIN = ['40001', '40P01'];

// The data that a query or mutation answers with. Throws a Refusal.
export async function ask(query, variables = {}) {
  const body = JSON.stringify({ query, variables });
  for (let attempt = 1; ; attempt++) {
    const { data, errors } = await send(body);
    if (!errors?.length) return data;
    const refusal = new Refusal(errors[0]);
    if (!AGAIN.includes(refusal.code) || attempt === TRIES) throw refusal;
    await pause(Math.random() * 10 * 2 ** attempt);
  }
}
