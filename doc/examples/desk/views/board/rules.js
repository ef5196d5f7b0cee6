// The rules that a booking would break: asked of the database before anything
// is tried.

import { ask } from '../../lib/api.js';
import { period } from '../../lib/club.js';
import { el } from '../../lib/dom.js';
import { explain, explainRule } from '../../lib/problems.js';
import { t } from '../../lib/words.js';
import { instants } from './layout.js';

const QUERY = `mutation ($booking: FindConflictsInput!) {
  findConflicts(input: $booking) { conflicts { rule resource resourceId windowStart windowEnd } }
}`;
const PAUSE = 200; // milliseconds without a change before it is asked

// place: { start, minutes, trainerId, roomId }, the start as on the club's wall.
// of: what it is for: { memberId, activityType, ignoreSessionId, ignoreClassId }.
export async function brokenRules(place, of, row) {
  const { trainerId, roomId } = place;
  const booking = { ...of, trainerId, roomId, ...instants(place, row) };
  return (await ask(QUERY, { booking })).findConflicts.conflicts;
}

// The same for a block that is to move, which is not in its own way.
export function brokenByMove(row, place) {
  return brokenRules(place, row.kind === 'class' ? { ignoreClassId: row.bookingId }
    : { ignoreSessionId: row.bookingId, memberId: row.memberId, activityType: row.title }, row);
}

function nameOf({ resource, resourceId }, { trainers, rooms }) {
  if (resource === 'trainer') return trainers.find((one) => one.trainerId === resourceId)?.name;
  if (resource === 'room') return rooms.find((one) => one.roomId === resourceId)?.name;
  return undefined;
}

// Where and when, in brackets after the sentence.
function particulars(conflict, known) {
  const asked = conflict.rule === 'trainer_availability'; // its times are those that were asked for
  const when = conflict.windowStart && !asked ? period(conflict.windowStart, conflict.windowEnd) : undefined;
  const text = [nameOf(conflict, known), when].filter(Boolean).join(', ');
  return text ? ` (${text})` : '';
}

export function ruleList(conflicts, known) {
  return el('ul', { class: 'rules' }, conflicts.map((conflict) => el('li', {},
    explainRule(conflict.rule), el('span', { class: 'muted' }, particulars(conflict, known)))));
}

// A part of a form that says what would be broken, as the form is filled in.
// find(): what is broken as the form stands, or null while it is not complete.
export function watchRules(find, known) {
  const element = el('div', { class: 'watch', role: 'status' });
  let turn = 0;
  const say = (className, ...content) => {
    element.className = `watch ${className}`;
    element.replaceChildren(...content);
  };
  const look = async () => {
    const mine = ++turn;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    if (mine !== turn) return;
    try {
      const conflicts = await find();
      if (mine !== turn) return;
      if (!conflicts) say('');
      else if (conflicts.length === 0) say('free', el('p', {}, t('board.free')));
      else say('broken', el('p', {}, t('board.broken', { rules: conflicts.length })), ruleList(conflicts, known));
    } catch (error) {
      if (mine === turn) say('broken', el('p', {}, explain(error)));
    }
  };
  return { element, look };
}
