// The club's name, prices and rules of booking and of the door.

import { ask } from '../../lib/api.js';
import { forgetClub } from '../../lib/club.js';
import { el, field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const UPDATE = 'mutation ($input: UpdateClubInput!) { updateClub(input: $input) { clientMutationId } }';

function hours({ days, hours: rest, minutes }) {
  return (days ?? 0) * 24 + (rest ?? 0) + (minutes ?? 0) / 60;
}

// An interval for the API.
function interval(text) {
  return { minutes: Math.round(Number(text) * 60) };
}

function columnOf(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function number(name, value, step) {
  return field(t(`club.${columnOf(name)}`), 'number', { name, value, min: 0, step, required: true, 'data-column': columnOf(name) });
}

export function settingsForm(info, redraw) {
  return form([
    field(t('club.name'), 'text', { name: 'name', value: info.name, required: true, maxlength: 200, 'data-column': 'name' }),
    el('div', { class: 'row' },
      number('defaultSessionPrice', info.defaultSessionPrice, '0.01'),
      number('defaultClassPrice', info.defaultClassPrice, '0.01')),
    el('div', { class: 'row' },
      number('cancellationNotice', hours(info.cancellationNotice), '0.25'),
      number('lateCancellationFeePercent', info.lateCancellationFeePercent, '0.01')),
    el('div', { class: 'row' },
      field(t('club.cancelled_payment'), ['keep', 'credit'].map((one) => [one, t(`club.payment_${one}`)]), {
        name: 'cancelledPayment', value: info.cancelledPayment, 'data-column': 'cancelled_payment' }),
      number('cashStep', info.cashStep, '0.01')),
    el('div', { class: 'row' },
      number('bookingNotice', hours(info.bookingNotice), '0.25'),
      number('bookingHorizon', hours(info.bookingHorizon) / 24, '0.01')),
    el('div', { class: 'row' },
      number('shortestSession', hours(info.shortestSession) * 60, '1'),
      number('longestSession', hours(info.longestSession) * 60, '1'),
      number('startStep', hours(info.startStep) * 60, '1')),
    field(t('club.uses_cover'), 'checkbox', { name: 'usesCover', value: info.usesCover }),
    el('div', { class: 'row' },
      number('blockPastDueDays', info.blockPastDueDays, '1'),
      field(t('club.admission'), ['anybody', 'members'].map((one) => [one, t(`club.admits_${one}`)]), {
        name: 'admission', value: info.admission, 'data-column': 'admission' })),
    el('p', { class: 'muted' }, t('club.no_limit')),
    el('div', { class: 'row' },
      number('maxUpcomingBookings', info.maxUpcomingBookings, '1'),
      number('maxBookingsPerDay', info.maxBookingsPerDay, '1'),
      number('maxBookingsPerWeek', info.maxBookingsPerWeek, '1')),
  ], t('save'), async (values) => {
    await ask(UPDATE, { input: {
      name: values.name,
      defaultSessionPrice: values.defaultSessionPrice,
      defaultClassPrice: values.defaultClassPrice,
      cancellationNotice: interval(values.cancellationNotice),
      lateCancellationFeePercent: values.lateCancellationFeePercent,
      bookingNotice: interval(values.bookingNotice),
      bookingHorizon: interval(values.bookingHorizon * 24),
      shortestSession: interval(values.shortestSession / 60),
      longestSession: interval(values.longestSession / 60),
      startStep: interval(values.startStep / 60),
      cancelledPayment: values.cancelledPayment,
      cashStep: values.cashStep,
      usesCover: values.usesCover,
      blockPastDueDays: Number(values.blockPastDueDays),
      admission: values.admission,
      maxUpcomingBookings: Number(values.maxUpcomingBookings),
      maxBookingsPerDay: Number(values.maxBookingsPerDay),
      maxBookingsPerWeek: Number(values.maxBookingsPerWeek),
    } });
    forgetClub();
    notice(t('saved'));
    await redraw();
  });
}
