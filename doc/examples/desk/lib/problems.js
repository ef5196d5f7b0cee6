// What the club refused, as a sentence for people: by the name of the rule, and
// by the kind of refusal where no rule is named.

import { SignedOut } from './api.js';
import { t, wordOf } from './words.js';

export function explain(error) {
  if (error instanceof SignedOut) return t('signed_out');
  if (error instanceof TypeError) return t('no_connection'); // fetch() throws it
  if (error.code === undefined) throw error;
  return wordOf(`problem.${error.constraint}`) ?? wordOf(`problem.${error.code}`) ?? error.message;
}

// The same for a rule of find_conflicts().
export function explainRule(rule) {
  return wordOf(`problem.${rule}`) ?? rule;
}
