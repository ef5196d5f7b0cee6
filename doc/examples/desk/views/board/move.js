// Moving a session or a class to another time, room or trainer.

import { ask } from '../../lib/api.js';
import { confirm, notice } from '../../lib/dom.js';
import { explain } from '../../lib/problems.js';
import { t } from '../../lib/words.js';
import { titleOf } from './grid.js';
import { instants } from './layout.js';

const SESSION = `mutation ($change: RescheduleSessionInput!) {
  rescheduleSession(input: $change) { sessionId }
}`;
const CLASS = `mutation ($change: RescheduleClassInput!) {
  rescheduleClass(input: $change) { classId }
}`;

// place: as for brokenRules(); a null roomId is a session online. Whether it
// was moved: the desk is asked before members lose their seats by it.
export async function move(row, place) {
  const { trainerId, roomId } = place;
  const to = { trainerId, ...instants(place, row) };
  if (row.kind === 'session') {
    await ask(SESSION, { change: { ...to, sessionId: row.bookingId, ...(roomId ? { roomId } : { online: true }) } });
  } else {
    const change = { ...to, classId: row.bookingId, roomId };
    try {
      await ask(CLASS, { change });
    } catch (error) {
      if (error.constraint !== 'member_double_booked') throw error;
      const anyway = await confirm(t('board.members_busy'), `${explain(error)} ${t('board.members_busy_hint')}`,
        t('board.move_anyway'));
      if (!anyway) return false;
      await ask(CLASS, { change: { ...change, onMemberConflict: 'cancel' } });
    }
  }
  notice(t('board.moved', { title: titleOf(row) }));
  return true;
}
