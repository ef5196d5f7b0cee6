// A member's weight over time and the goal, and a form to note what was measured.

import { ask } from '../lib/api.js';
import { given } from '../lib/change.js';
import { atClub, day, kilograms, time, wallTime } from '../lib/club.js';
import { address, el, field, form, notice, table } from '../lib/dom.js';
import { PAGE, page, pager } from '../lib/lists.js';
import { weightChart } from '../lib/weight_chart.js';
import { t } from '../lib/words.js';

const LIST = `query ($memberId: BigInt!, $maxRows: Int, $before: Datetime, $beforeId: BigInt) {
  history: healthHistoryList(memberId: $memberId, maxRows: $maxRows, before: $before, beforeId: $beforeId) {
    metricId recordedAt weight height heartRate targetWeight
  }
  drawn: healthHistoryList(memberId: $memberId, maxRows: 200) { recordedAt weight }
  memberDashboard(memberId: $memberId)
}`;

const LOG = `mutation ($input: LogHealthMetricInput!) { logHealthMetric(input: $input) { metricId } }`;

function logForm(memberId, redraw) {
  const number = (label, name, column, attributes) => field(label, 'number', {
    name, 'data-column': column, step: '0.1', inputmode: 'decimal', ...attributes });
  return form([
    el('div', { class: 'row' },
      number(t('weight.weight'), 'weight', 'weight', { min: 1, max: 500 }),
      number(t('weight.height'), 'height', 'height', { min: 30, max: 300 }),
      number(t('weight.heart_rate'), 'heartRate', 'heart_rate', { min: 20, max: 300, step: 1, inputmode: 'numeric' })),
    el('div', { class: 'row' },
      number(t('weight.target'), 'targetWeight', 'target_weight', { min: 0, max: 300 }),
      field(t('weight.when'), 'datetime-local', {
        name: 'recordedAt', 'data-column': 'recorded_at', max: wallTime(new Date()) })),
  ], t('weight.log'), async ({ recordedAt, heartRate, ...measured }) => {
    await ask(LOG, { input: {
      memberId,
      ...given(measured),
      heartRate: heartRate ? Number(heartRate) : null,
      recordedAt: recordedAt ? atClub(recordedAt) : null,
    } });
    notice(t('weight.logged'));
    await redraw();
  });
}

export async function show(view, { session: { id: memberId }, params: [before, beforeId], redraw }) {
  const { history, drawn, memberDashboard } = await ask(LIST, {
    memberId, maxRows: PAGE + 1, before: before || null, beforeId: beforeId || null });
  const { shown, last } = page(history);
  const { goal } = memberDashboard.profile;
  const distance = memberDashboard.distance_to_target;

  view.append(
    el('h2', {}, t('nav.weight')),
    el('div', { class: 'card' },
      el('p', { class: 'distance' }, distance === null ? t('weight.no_goal') : t('weight.distance', {
        weight: kilograms(Math.abs(distance)), sign: Math.sign(distance) })),
      await weightChart(drawn, goal.target_weight)),
    el('details', { class: 'card', open: true }, el('summary', {}, t('weight.new')), logForm(memberId, redraw)),
    table(t('weight.history'),
      [t('time'), t('weight.weight'), t('weight.height'), t('weight.heart_rate'), t('weight.target')],
      shown.map(({ recordedAt, weight, height, heartRate, targetWeight }) => [
        `${day(recordedAt)}, ${time(recordedAt)}`,
        ...[weight, height, heartRate, targetWeight].map((value) => value ?? '–')])),
    pager(beforeId && '#weight', last && address('weight', last.recordedAt, last.metricId)) ?? '');
}
