// Dragging a block to another time, day or room with a mouse or a pen. What the
// place would break is said while the block is over it, before it is dropped.

import { plainTime } from '../../lib/club.js';
import { dialog, el, notice } from '../../lib/dom.js';
import { explain } from '../../lib/problems.js';
import { t } from '../../lib/words.js';
import { titleOf } from './grid.js';
import { lengthOf, wallAt } from './layout.js';
import { move } from './move.js';
import { brokenByMove, ruleList } from './rules.js';

const STEP = 15; // minutes
const FAR = 5; // pixels, from which on it is no click
const REST = 100; // milliseconds over a place, before it is asked

// The minute of the day at a height of a lane.
export function minuteAt(lane, y, [first, last], offset = 0) {
  const { top, height } = lane.getBoundingClientRect();
  const minute = first * 60 + ((y - top) / height) * (last - first) * 60 - offset;
  return Math.max(0, Math.round(minute / STEP) * STEP);
}

class Drag {
  constructor(grid, block, event, known) {
    Object.assign(this, { grid, block, known, row: block.row, asked: new Map() });
    this.length = lengthOf(this.row);
    this.at = { x: event.clientX, y: event.clientY };
    const lane = block.closest('.lane');
    this.offset = lane ? minuteAt(lane, event.clientY, grid.hours) - block.from : 0;
  }

  begin(pointerId) {
    this.begun = true;
    this.grid.setPointerCapture(pointerId); // not before: a click would be the grid's
    this.grid.dataset.busy = ''; // nothing is drawn over it
    this.block.classList.add('dragged');
    this.ghost = el('div', { class: 'ghost' });
  }

  over({ clientX, clientY, pointerId }) {
    if (this.dropped) return;
    if (!this.begun && Math.hypot(clientX - this.at.x, clientY - this.at.y) < FAR) return;
    if (!this.begun) this.begin(pointerId);
    const lane = document.elementsFromPoint(clientX, clientY).find((one) => one.matches('.lane'));
    if (!lane) return;
    const minute = minuteAt(lane, clientY, this.grid.hours, this.offset);
    const start = wallAt(lane.dataset.date, minute);
    const { room } = lane.dataset;
    const place = { start, minutes: this.length, trainerId: this.row.trainerId,
      roomId: room === undefined ? this.row.roomId : room || null };
    const key = JSON.stringify(place);
    if (key === this.key) return;
    Object.assign(this, { key, place });
    this.show(lane, minute);
  }

  show(lane, minute) {
    this.ghost.style.setProperty('--from', minute);
    this.ghost.style.setProperty('--to', minute + this.length);
    this.say('', t('board.asking'));
    lane.append(this.ghost);
    const { key } = this;
    setTimeout(async () => {
      if (this.key !== key || this.ended) return;
      const conflicts = await this.conflicts().catch(() => null);
      if (this.key !== key || this.ended || !conflicts) return;
      if (conflicts.length) this.say('broken', ruleList(conflicts, this.known));
      else this.say('free', t('board.free'));
    }, REST);
  }

  say(className, ...content) {
    this.ghost.className = `ghost ${className}`;
    this.ghost.replaceChildren(el('b', {}, plainTime(this.place.start.slice(11))), el('div', { class: 'tip' }, content));
  }

  // What the place would break, asked once for each.
  conflicts() {
    if (!this.asked.has(this.key)) this.asked.set(this.key, brokenByMove(this.row, this.place));
    return this.asked.get(this.key);
  }

  get isElsewhere() {
    const { start, roomId } = this.place ?? {};
    return this.begun && this.place && (start !== this.row.wallStart || roomId !== this.row.roomId);
  }

  async drop() {
    this.dropped = true;
    try {
      const conflicts = await this.conflicts();
      if (conflicts.length) {
        await dialog(t('board.cannot_move', { title: titleOf(this.row) }), () => ruleList(conflicts, this.known));
        return false;
      }
      return await move(this.row, this.place);
    } catch (error) {
      notice(explain(error), 'problem');
      return false;
    }
  }

  end() {
    this.ended = true;
    this.ghost?.remove();
    this.block.classList.remove('dragged');
    delete this.grid.dataset.busy;
  }
}

// The click that ends a dragging opens nothing.
function swallowClick(grid) {
  const swallow = (event) => event.stopPropagation();
  grid.addEventListener('click', swallow, { capture: true });
  setTimeout(() => grid.removeEventListener('click', swallow, { capture: true }));
}

// Blocks of the grid can be dragged; moved() is called after one has moved.
export function draggable(grid, known, moved) {
  let drag;
  const stop = () => {
    drag?.end();
    drag = undefined;
  };
  const escape = ({ key }) => { if (key === 'Escape' && !drag?.dropped) stop(); };

  grid.addEventListener('pointerdown', (event) => {
    const block = event.target.closest('.block');
    if (drag || event.button !== 0 || event.pointerType === 'touch' || !block || block.row.kind === 'closure') return;
    drag = new Drag(grid, block, event, known);
    document.addEventListener('keydown', escape);
  });
  grid.addEventListener('pointermove', (event) => drag?.over(event));
  grid.addEventListener('pointercancel', stop);
  grid.addEventListener('pointerup', async () => {
    document.removeEventListener('keydown', escape);
    if (!drag || drag.dropped) return;
    if (drag.begun) swallowClick(grid);
    const isMoved = drag.isElsewhere && await drag.drop();
    stop();
    if (isMoved) moved();
  });
}
