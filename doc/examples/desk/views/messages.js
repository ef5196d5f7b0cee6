// What the club has told a member or a trainer.

import { ask } from '../lib/api.js';
import { day, time } from '../lib/club.js';
import { action, address, el, table } from '../lib/dom.js';
import { actingFor } from '../lib/family.js';
import { PAGE, choice, page, pager } from '../lib/lists.js';
import { t } from '../lib/words.js';

// Messages come with bookings.
export const live = true;

const COUNTED = 100;

const LIST = `query ($memberId: BigInt, $trainerId: BigInt, $unreadOnly: Boolean, $maxRows: Int,
  $before: Datetime, $beforeId: BigInt) {
  messages: listNotificationsList(memberId: $memberId, trainerId: $trainerId, unreadOnly: $unreadOnly,
    maxRows: $maxRows, before: $before, beforeId: $beforeId) { notificationId createdAt message isRead }
  unread: listNotificationsList(memberId: $memberId, trainerId: $trainerId, unreadOnly: true,
    maxRows: ${COUNTED}) { notificationId }
}`;

async function markRead(ids) {
  const parts = ids.map((id) => `n${id}: markNotificationRead(input: { notificationId: "${id}" }) { notificationId }`);
  await ask(`mutation { ${parts.join(' ')} }`);
}

export async function show(view, { session, params: [which, before, beforeId], redraw }) {
  const { memberId, chooser } = await actingFor(session, redraw);
  const all = which === 'all';
  const { messages, unread } = await ask(LIST, {
    memberId,
    trainerId: session.persona === 'trainer' ? session.id : null,
    unreadOnly: !all,
    maxRows: PAGE + 1,
    before: before || null,
    beforeId: beforeId || null,
  });
  const { shown, last } = page(messages);
  const read = async (ids) => {
    await markRead(ids);
    await redraw();
  };
  const news = shown.filter(({ isRead }) => !isRead).map(({ notificationId }) => notificationId);

  view.append(
    el('h2', {}, t('nav.messages')),
    chooser ?? '',
    el('p', { role: 'status' }, t('messages.unread', { count: unread.length, more: unread.length === COUNTED })),
    el('div', { class: 'bar' },
      choice('messages', which, [['', t('messages.new')], ['all', t('messages.all')]]),
      news.length > 1 ? action(t('messages.read_all'), () => read(news), { id: 'read-all' }) : null),
    table(t(all ? 'messages.all' : 'messages.new'), [t('date'), t('messages.message'), t('state')],
      shown.map(({ notificationId, createdAt, message, isRead }) => [
        `${day(createdAt)}, ${time(createdAt)}`, isRead ? message : el('strong', {}, message),
        isRead ? t('messages.is_read')
          : action(t('messages.read'), () => read([notificationId]),
            { id: `read-${notificationId}`, class: 'quiet' })])),
    pager(beforeId && address('messages', which),
      last && address('messages', which, last.createdAt, last.notificationId)) ?? '');
}
