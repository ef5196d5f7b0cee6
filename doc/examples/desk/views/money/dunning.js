// What is done about bills that are past due, step by step, and reminders.

import { ask } from '../../lib/api.js';
import { changeDialog, given } from '../../lib/change.js';
import { money } from '../../lib/club.js';
import { action, confirm, el, field, notice, table } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const STEPS = '{ listDunningSteps { nodes { step afterDays lateFee message taken } } }';
const SET = `mutation ($input: SetDunningStepInput!) { setDunningStep(input: $input) { clientMutationId } }`;
const REMOVE = `mutation ($step: Int!) { removeDunningStep(input: { step: $step }) { clientMutationId } }`;
const RUN = 'mutation { runDunning(input: {}) { steps } }';
const REMIND = 'mutation { sendReminders(input: {}) { reminders } }';

function stepDialog(one, next, redraw) {
  return changeDialog(t(one ? 'dunning.change' : 'dunning.new'), [
    el('div', { class: 'row' },
      field(t('dunning.after_days'), 'number', {
        name: 'afterDays', value: one?.afterDays, min: 1, max: 1000, required: true, 'data-column': 'after_days' }),
      field(t('dunning.late_fee'), 'number', { name: 'lateFee', value: one?.lateFee, min: 0, step: '0.01', 'data-column': 'late_fee' })),
    field(t('dunning.message'), 'textarea', {
      name: 'message', value: one?.message ?? t('dunning.example'), maxlength: 1000, required: true, 'data-column': 'message' }),
    el('p', { class: 'muted' }, t('dunning.message_hint')),
  ], t('save'), ({ afterDays, ...values }) => (
    ask(SET, { input: { step: one?.step ?? next, afterDays: Number(afterDays), ...given(values) } })), redraw);
}

function removeButton(one, redraw) {
  return action(t('dunning.remove'), async () => {
    if (!await confirm(t('dunning.remove_title', one), t('dunning.remove_text'), t('dunning.remove'))) return;
    await ask(REMOVE, { step: one.step });
    notice(t('saved'));
    await redraw();
  }, { class: 'quiet danger' });
}

function job(name, mutation, redraw) {
  return action(t(`dunning.${name}`), async () => {
    const [done] = Object.values(await ask(mutation));
    notice(t(`dunning.${name}_done`, { count: Number(Object.values(done)[0]) }));
    await redraw();
  }, { id: `dunning-${name}`, class: 'quiet' });
}

export async function showDunning(view, redraw) {
  const steps = (await ask(STEPS)).listDunningSteps.nodes;
  const next = Math.max(0, ...steps.map(({ step }) => step)) + 1;
  view.append(
    el('div', { class: 'bar' },
      el('button', { type: 'button', onclick: () => stepDialog(null, next, redraw) }, t('dunning.new')),
      job('run', RUN, redraw),
      job('remind', REMIND, redraw)),
    el('p', { class: 'muted' }, t('dunning.hint')),
    table(t('dunning.steps'), [t('dunning.after_days'), t('dunning.message'), t('dunning.late_fee'), t('dunning.taken'), t('actions')],
      steps.map((one) => [
        one.afterDays, el('span', { class: 'text' }, one.message), one.lateFee ? money(one.lateFee) : '–', String(one.taken),
        el('div', { class: 'buttons' },
          el('button', { type: 'button', class: 'quiet', onclick: () => stepDialog(one, next, redraw) }, t('change')),
          removeButton(one, redraw))])));
}
