// The desk's week: what is booked and closed, days across, or for one day the
// rooms. '#board/2035-01-08/rooms/2/5': the date, what is across, and of which
// trainer and room, 'all' for any.

import { ask } from '../lib/api.js';
import { addDays, atClub, plainDates, plainDay, plainShortDay, wallDate, wallTime } from '../lib/club.js';
import { dialog, el, notice } from '../lib/dom.js';
import { explain } from '../lib/problems.js';
import { t } from '../lib/words.js';
import { ALL, bar, dayStrip, href, legend, narrow, shownDays, state } from './board/bar.js';
import { openBooking } from './board/booking.js';
import { newClass, newSession } from './board/create.js';
import { draggable, minuteAt } from './board/drag.js';
import { grid } from './board/grid.js';
import { wallAt } from './board/layout.js';

export const live = true;

const QUERY = `query ($from: Datetime!, $to: Datetime!, $trainers: [BigInt], $rooms: [BigInt]) {
  schedule(fromTime: $from, toTime: $to, trainerIds: $trainers, roomIds: $rooms, maxRows: 10000) {
    nodes { kind bookingId title trainerId trainer roomId room memberId member people capacity startTime endTime }
  }
  listTrainers { nodes { trainerId firstName lastName } }
  listRooms { nodes { roomId name } }
  listServices { nodes { kind name } }
}`;

async function read(shown) {
  const [first, days] = shownDays(shown);
  const data = await ask(QUERY, {
    from: atClub(first),
    to: atClub(addDays(first, days)),
    trainers: shown.trainer === ALL ? null : [shown.trainer],
    rooms: shown.room === ALL ? null : [shown.room],
  });
  return {
    rows: data.schedule.nodes,
    known: {
      trainers: data.listTrainers.nodes.map((one) => ({ ...one, name: `${one.firstName} ${one.lastName}` })),
      rooms: data.listRooms.nodes,
      services: data.listServices.nodes,
    },
  };
}

function dayColumns(shown, rows) {
  const [first, days] = shownDays(shown);
  return Array.from({ length: days }, (_, i) => addDays(first, i)).map((date) => ({
    id: `day-${date}`, date, rows, head: el('a', { href: href({ ...shown, date, across: 'rooms' }) }, plainShortDay(date)) }));
}

function roomColumns({ date, room }, rows, { rooms }) {
  const of = (roomId) => rows.filter((row) => row.roomId === roomId || (row.kind === 'closure' && !row.roomId && !row.trainerId));
  const columns = rooms.filter(({ roomId }) => [ALL, roomId].includes(room))
    .map(({ roomId, name }) => ({ id: `room-${roomId}`, head: name, date, roomId, rows: of(roomId) }));
  const online = rows.filter((row) => !row.roomId && row.kind === 'session');
  if (online.length) columns.push({ id: 'room-online', head: t('board.online'), date, roomId: '', rows: online });
  return columns;
}

// What a click opens may be refused, such as the roster of a class that was cancelled meanwhile.
function told(act) {
  return async (...given) => {
    try {
      await act(...given);
    } catch (error) {
      notice(explain(error), 'problem');
    }
  };
}

function nextHour(date) {
  const hour = date === wallDate() ? Math.min(23, Number(wallTime(new Date()).slice(11, 13)) + 1) : 9;
  return wallAt(date, hour * 60);
}

export async function show(view, { params, redraw }) {
  const shown = state(params);
  const { rows, known } = await read(shown);
  const [first, days] = shownDays(shown);
  const { trainers, rooms } = known;
  const place = (start, roomId) => ({ start, minutes: 60,
    trainerId: shown.trainer === ALL ? trainers[0]?.trainerId : shown.trainer,
    roomId: roomId ?? (shown.room === ALL ? rooms[0]?.roomId : shown.room) });
  const create = told((what) => what(place(nextHour(shown.date)), known, redraw));

  const columns = shown.across === 'rooms' ? roomColumns(shown, rows, known) : dayColumns(shown, rows);
  const board = grid(columns, told((row) => openBooking(row, known, redraw)));
  draggable(board, known, redraw);
  board.addEventListener('click', told(async ({ target: lane, clientY }) => {
    if (!lane.matches('.lane')) return;
    const at = place(wallAt(lane.dataset.date, minuteAt(lane, clientY - 8, board.hours)), lane.dataset.room);
    const what = await dialog(t('board.new'), (close) => el('div', { class: 'buttons' },
      el('button', { type: 'button', onclick: () => close(newSession) }, t('board.new_session')),
      el('button', { type: 'button', class: 'quiet', onclick: () => close(newClass) }, t('board.new_class'))));
    await what?.(at, known, redraw);
  }));
  narrow.onchange = () => { if (view.isConnected) redraw(); };

  view.append(
    el('div', { class: 'title' }, el('h2', {}, t('nav.board')), el('p', { class: 'muted' }, days === 1 ? plainDay(first)
      : plainDates(first, addDays(first, 6)))),
    bar(shown, known, create),
    narrow.matches ? dayStrip(shown) : '',
    board,
    legend(rows, shown));
  // once it is there
  requestAnimationFrame(() => view.querySelector('.day-strip [aria-current]')
    ?.scrollIntoView({ block: 'nearest', inline: 'center' }));
}
