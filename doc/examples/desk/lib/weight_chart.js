// A member's weight over time, and the goal.

import { lineChart } from './chart.js';
import { day, kilograms } from './club.js';
import { el } from './dom.js';
import { t } from './words.js';

// metrics: newest first. target: the goal, or null.
export function weightChart(metrics, target) {
  const points = metrics.filter(({ weight }) => weight !== null).reverse().map(({ recordedAt, weight }) => ({
    at: new Date(recordedAt), value: Number(weight), label: `${day(recordedAt)}: ${kilograms(weight)}` }));
  if (points.length === 0) return el('p', { class: 'empty' }, t('weight.none'));
  const goal = target === null ? undefined : { value: Number(target), label: t('weight.goal', { weight: kilograms(target) }) };
  return lineChart({
    title: t('weight.chart'),
    description: [points[0], points.at(-1)].map(({ label }) => label).concat(goal?.label ?? []).join('; '),
    points,
    goal,
  });
}
