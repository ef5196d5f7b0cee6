// A line over time, with a line for a goal. What it shows is in its description,
// and its numbers belong in a table beside it.

import { club } from './club.js';
import { el, svg } from './dom.js';
import { language } from './words.js';

const HEIGHT = 280;
const EDGE = { top: 20, right: 20, bottom: 36, left: 52 };
const LABEL_WIDTH = 90;
const MANY_MONTHS = 300 * 24 * 60 * 60 * 1000;

// Round numbers that cover a range, about five of them.
function ticks(low, high) {
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw);
  const first = Math.floor(low / step);
  const count = Math.ceil(high / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function range(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low === high ? [low - 1, high + 1] : [low, high];
}

function text(x, y, anchor, words, name) {
  return svg('text', { x, y, 'text-anchor': anchor, class: name }, words);
}

function axes(width, days, values, x, y) {
  const parts = days.last - days.first > MANY_MONTHS
    ? { month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' };
  const dates = new Intl.DateTimeFormat(language(), { ...parts, timeZone: days.zone });
  const count = Math.max(2, Math.floor((width - EDGE.left - EDGE.right) / LABEL_WIDTH));
  const labels = [...new Map(Array.from({ length: count }, (_, i) => {
    const at = days.first + (days.last - days.first) * (i / (count - 1));
    return [dates.format(at), at];
  }))];
  return [
    ...values.map((value) => [
      svg('line', { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), class: 'grid' }),
      text(EDGE.left - 8, y(value) + 4, 'end', new Intl.NumberFormat(language()).format(value))]),
    ...labels.map(([label, at]) => text(x(at), HEIGHT - 12, 'middle', label)),
  ].flat();
}

function goalLine(goal, width, y) {
  return [
    svg('line', { x1: EDGE.left, x2: width - EDGE.right, y1: y(goal.value), y2: y(goal.value), class: 'goal' }),
    text(width - EDGE.right, y(goal.value) - 6, 'end', goal.label, 'goal-label'),
  ];
}

function draw(width, { title, description, points, goal }, zone) {
  const times = points.map(({ at }) => at.getTime());
  const [first, last] = times.length > 1 ? [Math.min(...times), Math.max(...times)] : [times[0] - 1, times[0] + 1];
  const values = ticks(...range([...points.map(({ value }) => value), ...(goal ? [goal.value] : [])]));
  const x = (time) => EDGE.left + ((time - first) / (last - first)) * (width - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom
    - ((value - values[0]) / (values.at(-1) - values[0])) * (HEIGHT - EDGE.top - EDGE.bottom);
  return svg('svg', {
    viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', 'aria-label': `${title}. ${description}` },
    axes(width, { first, last, zone }, values, x, y),
    goal ? goalLine(goal, width, y) : [],
    svg('polyline', {
      points: points.map(({ at, value }) => `${x(at.getTime())},${y(value)}`).join(' '), class: 'line' }),
    points.map(({ at, value, label }) => svg('circle', { cx: x(at.getTime()), cy: y(value), r: 4 },
      svg('title', {}, label))));
}

// chart: title, description, points ({ at: Date, value, label }, oldest first) and
// goal ({ value, label }) or undefined. It is drawn to the width that there is.
export async function lineChart(chart) {
  const { timeZone } = await club();
  const figure = el('figure', { class: 'chart' });
  new ResizeObserver(() => {
    if (figure.clientWidth > 0) figure.replaceChildren(draw(figure.clientWidth, chart, timeZone));
  }).observe(figure);
  return figure;
}
