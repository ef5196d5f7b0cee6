// A dialog in which a free time is chosen.

import { addDays, atClub, hours, plainDay, wallDate } from './club.js';
import { dialog, el, field, form, values } from './dom.js';
import { findSlots, slotList } from './slots.js';
import { t } from './words.js';

const DAYS = 28;
const MOST = 60; // more than a day has

// A dialog with the free times from a day on. parts are further fields, and
// search(values) is what find_slots() is to look for. What is chosen is done by
// act(slot, values), which may be refused, once it has been shown with what
// cost(slot, values) says. Resolves to true when it is done.
export function chooseSlot(title, { parts = [], date = wallDate(), search, describe, cost = () => null, act }) {
  return dialog(title, (close) => {
    const found = el('div', { class: 'slots-found' });
    const status = el('p', { class: 'visually-hidden', role: 'status' });
    const whenOf = ({ startTime, endTime }) => `${plainDay(wallDate(startTime))}, ${hours(startTime, endTime)}`;
    let changes = 0;
    const asked = form([
      field(t('slots.from'), 'date', { name: 'date', value: date, min: wallDate(), required: true }), ...parts,
    ], t('slots.find'), async () => {
      let chosen;
      let slots;
      let seen;
      do { // again for what was changed meanwhile
        seen = changes;
        chosen = values(asked);
        slots = await findSlots({
          fromTime: atClub(chosen.date), toTime: atClub(addDays(chosen.date, DAYS)),
          step: { minutes: 30 }, maxSlots: MOST, ...search(chosen),
        });
      } while (seen !== changes);
      found.replaceChildren(slotList(slots, (slot) => offer(slot, chosen),
        { prefix: 'choose', note: (slot) => describe && el('span', { class: 'muted' }, describe(slot)) }));
      status.textContent = slots.length ? t('slots.first', { time: whenOf(slots[0]) }) : t('slots.none');
    });
    // What was chosen can be refused: somebody may have been quicker.
    const offer = async (slot, chosen) => {
      const costs = await cost(slot, chosen);
      found.replaceChildren(form(
        [el('p', {}, el('strong', {}, whenOf(slot))), costs && el('p', {}, costs)].filter(Boolean),
        t('slots.take'), async () => {
          await act(slot, chosen);
          close(true);
        }));
    };
    asked.addEventListener('change', () => { changes++; asked.requestSubmit(); });
    queueMicrotask(() => asked.requestSubmit());
    return [asked, status, found];
  });
}
