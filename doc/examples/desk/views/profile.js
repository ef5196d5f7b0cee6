// One's own data, language and password.

import { el, field } from '../lib/dom.js';
import { language, languageNames, setLanguage, t } from '../lib/words.js';
import { contactForm } from './profile/contact.js';
import { passwordForm } from './profile/password.js';
import { ownData } from './profile/own.js';

export async function show(view, { session, redraw }) {
  const chooser = field(t('language'), Object.entries(languageNames), {
    id: 'profile-language',
    value: language(),
    onchange: ({ target }) => { setLanguage(target.value); redraw(); },
  });
  view.append(
    el('h2', {}, t('nav.profile')),
    el('div', { class: 'cards wide' },
      el('section', { class: 'card' }, el('h3', {}, t('profile.data')), await ownData(session, redraw)),
      el('div', { class: 'stack' },
        session.persona === 'staff' ? null
          : el('section', { class: 'card' }, el('h3', {}, t('contact.title')), contactForm()),
        el('section', { class: 'card' }, el('h3', {}, t('profile.password')), passwordForm()),
        el('section', { class: 'card' }, chooser))));
}
