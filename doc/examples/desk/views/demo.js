// Emptying the demo and filling it again.

import { forgetClub } from '../lib/club.js';
import { resetDemo } from '../lib/demo.js';
import { dialog, el, field, form, notice } from '../lib/dom.js';
import { t } from '../lib/words.js';

function reset(redraw) {
  return dialog(t('demo.reset'), (close) => [
    el('p', {}, t('demo.lost')),
    form([field(t('demo.sure'), 'checkbox', { name: 'sure', required: true })], t('demo.reset'), async () => {
      await resetDemo();
      forgetClub();
      close();
      notice(t('demo.done'));
      await redraw();
    }),
  ]);
}

export function show(view, { redraw }) {
  view.append(
    el('h2', {}, t('nav.demo')),
    el('section', { class: 'card' },
      el('p', {}, t('demo.about')),
      el('p', {}, t('demo.lost')),
      el('div', { class: 'buttons' }, el('button', { type: 'button', class: 'danger', onclick: () => reset(redraw) }, t('demo.reset')))));
}
