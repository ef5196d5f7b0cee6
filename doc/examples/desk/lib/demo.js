// A demo club can be emptied and filled again, where the server has it.

import { ask } from './api.js';

// Asks without doing it: a server that does not have the mutation refuses the
// whole request.
const HAS = 'mutation ($no: Boolean = false) { resetDemo(input: {}) @include(if: $no) { clientMutationId } }';
const RESET = 'mutation { resetDemo(input: {}) { clientMutationId } }';

let known;

export function hasDemo() {
  known ??= ask(HAS).then(() => true, () => false);
  return known;
}

export function resetDemo() {
  return ask(RESET);
}
