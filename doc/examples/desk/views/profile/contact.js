// Another e-mail or telephone number, which the desk looks at first.

import { ask } from '../../lib/api.js';
import { given } from '../../lib/change.js';
import { field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const REQUEST = `mutation ($email: String, $phoneNumber: String) {
  requestContactChange(input: { email: $email, phoneNumber: $phoneNumber }) { contactChangeId }
}`;

export function contactForm() {
  const element = form([
    field(t('contact.email'), 'email', { name: 'email', 'data-column': 'email', autocomplete: 'email' }),
    field(t('contact.phone'), 'tel', { name: 'phoneNumber', 'data-column': 'phone_number', autocomplete: 'tel' }),
  ], t('contact.ask'), async (values) => {
    await ask(REQUEST, given(values));
    element.reset();
    notice(t('contact.asked'));
  });
  return element;
}
