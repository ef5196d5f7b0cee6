// Signing in, as a member, a trainer or the desk.

import { ask } from '../lib/api.js';
import { el, field, form } from '../lib/dom.js';
import { beginSession } from '../lib/session.js';
import { t } from '../lib/words.js';

const SIGN_IN = `mutation ($persona: String!, $email: String!, $password: String!) {
  signIn(input: { persona: $persona, email: $email, password: $password }) { jwtToken }
}`;

class WrongPassword extends Error {
  constraint = 'sign_in';

  code = '28P01';
}

export function show(view) {
  view.append(
    el('h2', {}, t('nav.sign_in')),
    form([
      field(t('sign_in.persona'), ['member', 'trainer', 'staff'].map((one) => [one, t(`sign_in.${one}`)]),
        { name: 'persona' }),
      field(t('sign_in.email'), 'email', { name: 'email', autocomplete: 'username', required: true }),
      field(t('sign_in.password'), 'password', { name: 'password', autocomplete: 'current-password', required: true }),
    ], t('nav.sign_in'), async (values) => {
      const { jwtToken } = (await ask(SIGN_IN, values)).signIn;
      if (!jwtToken) throw new WrongPassword();
      beginSession(jwtToken);
    }));
}
