// Forms about equipment and its issues.

import { ask } from '../../lib/api.js';
import { changeDialog, cleared, given } from '../../lib/change.js';
import { el, field } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const ADD = `mutation ($input: AddEquipmentInput!) { addEquipment(input: $input) { clientMutationId } }`;
const UPDATE = `mutation ($input: UpdateEquipmentInput!) { updateEquipment(input: $input) { clientMutationId } }`;
const REPORT = `mutation ($input: ReportIssueInput!) { reportIssue(input: $input) { clientMutationId } }`;
const CHANGE = `mutation ($input: UpdateIssueInput!) { updateIssue(input: $input) { clientMutationId } }`;

const STATUSES = ['operational', 'under_maintenance', 'out_of_order', 'retired'];
const OPTIONAL = { trainerId: 'trainer_id', notes: 'notes', lastServicedDate: 'last_serviced_date' };

// Adds a piece, or changes the one that is given.
export function equipmentDialog(one, { listRooms, listTrainers }, redraw) {
  const rooms = listRooms.nodes.map(({ roomId, name }) => [roomId, name]);
  const trainers = listTrainers.nodes.map(({ trainerId, firstName, lastName }) => [trainerId, `${firstName} ${lastName}`]);
  // A trainer who is not active any longer is not in the list.
  if (one?.trainerId && !trainers.some(([id]) => id === one.trainerId)) trainers.push([one.trainerId, one.trainer]);
  const parts = [
    field(t('equipment.what'), 'text', { name: 'name', value: one?.name, required: true, maxlength: 200, 'data-column': 'name' }),
    el('div', { class: 'row' },
      field(t('room'), rooms, { name: 'roomId', value: one?.inRoomId }),
      field(t('equipment.status'), STATUSES.map((status) => [status, t(`equipment.${status}`)]), { name: 'status', value: one?.status })),
    el('div', { class: 'row' },
      field(t('equipment.trainer'), [['', t('equipment.nobody')], ...trainers], { name: 'trainerId', value: one?.trainerId ?? '' }),
      field(t('equipment.serviced'), 'date', { name: 'lastServicedDate', value: one?.lastServicedDate, 'data-column': 'last_serviced_date' })),
    field(t('member.notes'), 'textarea', { name: 'notes', value: one?.notes ?? '', 'data-column': 'notes' }),
  ];
  return changeDialog(t(one ? 'equipment.change' : 'equipment.new'), parts, t('save'), (values) => (one
    ? ask(UPDATE, { input: { equipmentId: one.equipmentId, ...given(values), clear: cleared(values, OPTIONAL) } })
    : ask(ADD, { input: given(values) })), redraw);
}

export function reportDialog(one, redraw) {
  return changeDialog(t('issue.report_of', one), [
    field(t('issue.description'), 'textarea', { name: 'description', required: true, maxlength: 2000, 'data-column': 'description' }),
    field(t('issue.out_of_order'), 'checkbox', { name: 'outOfOrder' }),
  ], t('issue.report'), (values) => ask(REPORT, { input: { equipmentId: one.equipmentId, ...values } }), redraw);
}

export function issueDialog(one, redraw) {
  return changeDialog(t('issue.change'), [
    field(t('issue.description'), 'textarea', {
      name: 'description', value: one.description, required: true, maxlength: 2000, 'data-column': 'description' }),
  ], t('save'), (values) => ask(CHANGE, { input: { maintenanceId: one.maintenanceId, ...values } }), redraw);
}
