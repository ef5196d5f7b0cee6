// Where blocks stand on the board: minutes of a day by the club's clock, and
// side by side what overlaps. Nothing here touches the page.

import { atClub, wallTime } from '../../lib/club.js';

const DAY = 24 * 60;
const LEAST = 15; // minutes high, however short: where the clock is put back, an hour can have none
const HOURS = [8, 18]; // shown when nothing is earlier or later

// Minutes of the day: '2035-01-08T09:30' -> 570
export function minutes(wall) {
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
}

// '2035-01-08T09:00', 30 -> '2035-01-08T09:30'
function later(wall, more) {
  return new Date(Date.parse(`${wall}Z`) + more * 60000).toISOString().slice(0, 16);
}

// '2035-01-08', 570 -> '2035-01-08T09:30'
export function wallAt(date, minute) {
  return later(`${date}T00:00`, minute);
}

export function lengthOf(row) {
  return (new Date(row.endTime) - new Date(row.startTime)) / 60000;
}

// From when to when a place is, { start, minutes, ... } by the club's clock.
// Where row is to stay keeps its instant: the clock may show it twice.
export function instants({ start, minutes: length }, row = {}) {
  return start === row.wallStart
    ? { startTime: row.startTime, endTime: new Date(Date.parse(row.startTime) + length * 60000).toISOString() }
    : { startTime: atClub(start), endTime: atClub(later(start, length)) };
}

// The part of a row of schedule() that is on a date, or null.
export function part(row, date) {
  row.wallStart ??= wallTime(row.startTime);
  row.wallEnd ??= wallTime(row.endTime);
  const [first, last] = [row.wallStart.slice(0, 10), row.wallEnd.slice(0, 10)];
  if (date < first || date > last || (date === last && date > first && minutes(row.wallEnd) === 0)) return null;
  const from = date === first ? minutes(row.wallStart) : 0;
  const to = date === last ? minutes(row.wallEnd) : DAY;
  return { row, date, from, to: Math.min(Math.max(to, from + LEAST), DAY) };
}

// Gives each part its lane and how many lanes there are where it stands. Parts
// come in order of time.
export function sideBySide(parts) {
  let group = [];
  let lanes = [];
  const close = () => {
    for (const one of group) one.lanes = lanes.length;
    group = [];
    lanes = [];
  };
  for (const one of parts) {
    if (lanes.every((end) => end <= one.from)) close();
    const free = lanes.findIndex((end) => end <= one.from);
    one.lane = free < 0 ? lanes.length : free;
    lanes[one.lane] = one.to;
    group.push(one);
  }
  close();
  return parts;
}

// From which hour to which the board shows these parts.
export function hoursOf(parts) {
  return [
    Math.min(HOURS[0], ...parts.map(({ from }) => Math.floor(from / 60))),
    Math.max(HOURS[1], ...parts.map(({ to }) => Math.ceil(to / 60))),
  ];
}
