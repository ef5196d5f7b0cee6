// A new password for the person who has signed in.

import { ask } from '../../lib/api.js';
import { field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const CHANGE = `mutation ($old: String!, $new: String!) {
  changePassword(input: { oldPassword: $old, newPassword: $new }) { changed }
}`;

class Refused extends Error {
  code = '28P01';

  constructor(constraint) {
    super(constraint);
    this.constraint = constraint;
  }
}

export function passwordForm() {
  const password = (name, autocomplete, others) => field(t(`profile.${name}`), 'password',
    { name, autocomplete, required: true, ...others });
  const element = form([
    password('old', 'current-password'),
    password('new', 'new-password', { 'data-column': 'password' }),
    password('again', 'new-password'),
  ], t('profile.change_password'), async (values) => {
    if (values.new !== values.again) throw new Refused('passwords_differ');
    const { changed } = (await ask(CHANGE, { old: values.old, new: values.new })).changePassword;
    if (!changed) throw new Refused('wrong_password');
    element.reset();
    notice(t('profile.password_changed'));
  });
  return element;
}
