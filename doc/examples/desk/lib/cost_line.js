// A line of a form that says what a booking would cost, as the form is filled in.

import { costOf, findCovers } from './cover.js';
import { el } from './dom.js';
import { t } from './words.js';

const PAUSE = 200; // milliseconds without a change before it is asked

// find(): { memberId, booking } as the form stands, or null while it is not
// complete. What is refused is told when the form is sent.
export function costLine(find) {
  const element = el('p', { role: 'status' });
  let turn = 0;
  const look = async () => {
    const mine = ++turn;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    if (mine !== turn) return;
    const wanted = find();
    const [rows] = wanted ? await findCovers(wanted.memberId, [wanted.booking]).catch(() => []) : [];
    if (mine === turn) element.replaceChildren(...rows ? [t('price'), ': ', costOf(rows)] : []);
  };
  return { element, look };
}
