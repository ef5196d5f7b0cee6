// The equipment of the rooms, and its issues.

import { ask } from '../lib/api.js';
import { day, plainDate } from '../lib/club.js';
import { action, el, notice, table } from '../lib/dom.js';
import { choice } from '../lib/lists.js';
import { t } from '../lib/words.js';
import { equipmentDialog, issueDialog, reportDialog } from './equipment/forms.js';

const EQUIPMENT = `query ($statuses: [String]) {
  listIssues(statuses: $statuses) { nodes {
    maintenanceId equipmentId equipment room description status reportedAt resolvedAt staffId staff
  } }
  listEquipment { nodes {
    equipmentId room name status openIssues inRoomId trainerId trainer notes lastServicedDate
  } }
  listRooms { nodes { roomId name } }
  listTrainers { nodes { trainerId firstName lastName } }
}`;
const TAKE = `mutation ($id: BigInt!, $staff: BigInt!) {
  updateIssue(input: { maintenanceId: $id, status: "in_progress", staffId: $staff }) { clientMutationId }
}`;
const RESOLVE = `mutation ($id: BigInt!) { resolveIssue(input: { maintenanceId: $id }) { clientMutationId } }`;

const UNRESOLVED = ['open', 'in_progress'];
const KINDS = {
  operational: 'good', under_maintenance: 'warn', out_of_order: 'bad', retired: '', open: 'bad', in_progress: 'warn', resolved: 'good',
};

function badge(status) {
  return el('span', { class: `badge ${KINDS[status]}` }, t(`equipment.${status}`));
}

function issueRow(one, session, redraw) {
  const step = (text, send, kind) => action(text, async () => {
    await send();
    notice(t('saved'));
    await redraw();
  }, { class: kind });
  return [
    el('span', {}, el('strong', {}, one.equipment), el('span', { class: 'muted' }, ` ${one.room}`)),
    one.description,
    el('span', {}, badge(one.status), one.staff ? ` ${one.staff}` : ''),
    day(one.resolvedAt ?? one.reportedAt),
    el('div', { class: 'buttons' },
      one.status === 'resolved' ? null : step(t('issue.resolve'), () => ask(RESOLVE, { id: one.maintenanceId })),
      one.status === 'in_progress' ? null
        : step(t(one.status === 'resolved' ? 'issue.reopen' : 'issue.take'), () => ask(TAKE, { id: one.maintenanceId, staff: session.id }), 'quiet'),
      el('button', { type: 'button', class: 'quiet', onclick: () => issueDialog(one, redraw) }, t('change'))),
  ];
}

function equipmentRow(one, data, redraw) {
  return [
    el('span', {}, el('strong', {}, one.name), el('span', { class: 'muted' }, ` ${one.room}`)),
    one.notes ? el('span', { class: 'text' }, one.notes) : '',
    badge(one.status),
    one.openIssues,
    one.lastServicedDate ? plainDate(one.lastServicedDate) : '–',
    one.trainer ?? '–',
    el('div', { class: 'buttons' },
      el('button', { type: 'button', class: 'quiet', onclick: () => reportDialog(one, redraw) }, t('issue.report_short')),
      el('button', { type: 'button', class: 'quiet', onclick: () => equipmentDialog(one, data, redraw) }, t('change'))),
  ];
}

export async function show(view, { session, params: [which], redraw }) {
  const all = which === 'all';
  const data = await ask(EQUIPMENT, { statuses: all ? null : UNRESOLVED });
  view.append(
    el('h2', {}, t('nav.equipment')),
    el('div', { class: 'bar' },
      choice('equipment', all ? 'all' : '', [['', t('issues.open')], ['all', t('issues.all')]]),
      el('button', { type: 'button', onclick: () => equipmentDialog(null, data, redraw) }, t('equipment.new'))),
    table(t('issues.issues'), [t('equipment.what'), t('issue.description'), t('equipment.status'), t('issue.since'), t('actions')],
      data.listIssues.nodes.map((one) => issueRow(one, session, redraw))),
    table(t('nav.equipment'),
      [t('equipment.what'), t('member.notes'), t('equipment.status'), t('equipment.issues'), t('equipment.serviced'), t('equipment.trainer'), t('actions')],
      data.listEquipment.nodes.map((one) => equipmentRow(one, data, redraw))));
}
