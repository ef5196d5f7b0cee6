// The dialog of a block: what it is, moving it, who comes, cancelling it.

import { ask } from '../../lib/api.js';
import { period } from '../../lib/club.js';
import { dialog, el, field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';
import { titleOf } from './grid.js';
import { lengthOf } from './layout.js';
import { move } from './move.js';
import { placeFields, placeOf } from './place.js';
import { roster } from './roster.js';
import { brokenByMove, watchRules } from './rules.js';

const CANCEL = {
  session: `mutation ($id: BigInt!, $waiveFee: Boolean, $reason: String) {
    cancelSession(input: { sessionId: $id, waiveFee: $waiveFee, reason: $reason }) { sessionId }
  }`,
  class: `mutation ($id: BigInt!, $reason: String) {
    cancelClass(input: { classId: $id, reason: $reason }) { classId }
  }`,
};

function details(row) {
  const facts = [
    [t('board.when'), period(row.startTime, row.endTime)],
    [t('board.member'), row.member && el('a', { href: `#people/${row.memberId}` }, row.member)],
    [t('board.activity'), row.kind === 'session' && row.title],
    [t('board.reason'), row.kind === 'closure' && row.title],
    [t('board.trainer'), row.trainer],
    [t('board.room'), row.kind === 'closure' ? row.room : row.room ?? t('board.online')],
  ];
  return el('dl', {}, facts.filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

function moveForm(row, known, done) {
  const rules = watchRules(() => {
    const place = placeOf(element);
    return place && brokenByMove(row, place);
  }, known);
  const element = form([
    el('div', { class: 'row' }, placeFields({ ...row, start: row.wallStart,
      minutes: lengthOf(row) }, known, { online: row.kind === 'session' })),
    rules.element,
  ], t('board.move'), async () => {
    if (await move(row, placeOf(element))) done();
  });
  element.addEventListener('input', rules.look);
  return el('details', {}, el('summary', {}, t('board.move')), element);
}

function cancelForm(row, done) {
  return el('details', {}, el('summary', {}, t(`board.cancel_${row.kind}`)), form([
    field(t('board.why'), 'text', { name: 'reason', maxlength: 500, required: new Date(row.endTime) < new Date() }),
    row.kind === 'session' ? field(t('board.waive_fee'), 'checkbox', { name: 'waiveFee' }) : null,
  ], t(`board.cancel_${row.kind}`), async ({ reason, waiveFee }) => {
    await ask(CANCEL[row.kind], { id: row.bookingId, reason: reason || null,
      ...(row.kind === 'session' ? { waiveFee } : {}) });
    notice(t('board.cancelled', { title: titleOf(row) }));
    done();
  }));
}

// Resolves when the dialog is closed; changed() is called after each change.
export async function openBooking(row, known, changed) {
  const seats = row.kind === 'class' ? await roster(row, changed) : null;
  await dialog(titleOf(row), (close) => {
    const done = () => {
      close();
      changed();
    };
    if (row.kind === 'closure') return [details(row), el('p', {}, el('a', { href: '#closures' }, t('board.to_closures')))];
    return [details(row), seats, moveForm(row, known, done), cancelForm(row, done)].filter(Boolean);
  });
}
