// The club's own clock and money.

import { ask } from './api.js';
import { language } from './words.js';

let info;

// Settings that anybody may know, read once.
export async function club() {
  info ??= (await ask(`{ clubInfo { nodes { name timeZone currency defaultSessionPrice defaultClassPrice
    cancellationNotice { days hours minutes } lateCancellationFeePercent } } }`)).clubInfo.nodes[0];
  return info;
}

// After a change of the settings.
export function forgetClub() {
  info = undefined;
}

// Formats are kept: to make one takes longer than to use it a hundred times.
const formats = new Map();

function format(options, locale = language()) {
  const key = JSON.stringify([locale, info.timeZone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: info.timeZone, ...options }));
  return formats.get(key);
}

export function time(instant) {
  return format({ hour: 'numeric', minute: '2-digit' }).format(new Date(instant));
}

// '9:00 – 10:00 AM'
export function hours(start, end) {
  return format({ hour: 'numeric', minute: '2-digit' }).formatRange(new Date(start), new Date(end));
}

// In French the first of a month is '1er', which the browser does not know.
function withOrdinal(text) {
  return language() === 'fr' ? text.replace(/(?<= )1(?= )/, '1er') : text;
}

export function day(instant) {
  const date = new Date(instant);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return withOrdinal(format({ weekday: 'short', day: 'numeric', month: 'short', year }).format(date));
}

// 'Mon, Jan 8, 9:00 – 10:00 AM', with the day of the end if it is another.
export function period(start, end) {
  if (wallDate(start) === wallDate(end)) return `${day(start)}, ${hours(start, end)}`;
  return `${day(start)}, ${time(start)} – ${day(end)}, ${time(end)}`;
}

// The same, but 'Mon, Jan 8 – Tue, Jan 9' where it is whole days.
export function days(start, end) {
  if (![start, end].every((instant) => wallTime(instant).endsWith('T00:00'))) return period(start, end);
  const [first, last] = [day(start), day(new Date(end) - 1)];
  return first === last ? first : `${first} – ${last}`;
}

// A date as it is stored, '2035-01-08', without a zone.
export function plainDate(date) {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));
}

// 'Monday, January 8' of a date as it is stored.
export function plainDay(date) {
  return withOrdinal(new Intl.DateTimeFormat(language(), { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
    .format(new Date(date)));
}

// 'January 2035' of '2035-01'.
export function plainMonth(month) {
  return new Intl.DateTimeFormat(language(), { month: 'long', year: 'numeric', timeZone: 'UTC' })
    .format(new Date(`${month}-01`));
}

// The names of the days, from Monday on.
export function weekdays() {
  const names = new Intl.DateTimeFormat(language(), { weekday: 'long', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, i) => names.format(new Date(Date.UTC(2024, 0, 1 + i))));
}

// 'Mon 8' of a date as it is stored.
export function plainShortDay(date) {
  const weekday = new Intl.DateTimeFormat(language(), { weekday: 'short', timeZone: 'UTC' }).format(new Date(date));
  return `${weekday} ${Number(date.slice(8))}`;
}

// 'Jan 8 – 14, 2035' of dates as they are stored.
export function plainDates(first, last) {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' })
    .formatRange(new Date(first), new Date(last));
}

// '9 AM' of an hour of the day.
export function plainHour(hour) {
  return new Intl.DateTimeFormat(language(), { hour: 'numeric', timeZone: 'UTC' }).format(new Date(hour * 3600000));
}

// A time of day as it is stored, '09:00:00', without a date.
export function plainTime(clock) {
  return new Intl.DateTimeFormat(language(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })
    .format(new Date(`1970-01-01T${clock}Z`));
}

// A date and time of the club's wall: '2035-01-08T09:00'.
export function plainDateTime(wall) {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
    .format(new Date(`${wall}Z`));
}

// An amount as the database writes it ('210.00'), in the club's currency.
export function money(amount) {
  return new Intl.NumberFormat(language(), {
    style: 'currency', currency: info.currency, currencyDisplay: 'narrowSymbol' }).format(amount);
}

// The sum of amounts: cents are whole numbers, of any size.
export function sum(amounts) {
  const cents = amounts.reduce((total, amount) => total + BigInt(amount.replace('.', '')), 0n);
  const text = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

// '1 month' or '1 day, 12 hours' of an interval as the database writes it.
export function length(interval) {
  const parts = ['year', 'month', 'day', 'hour', 'minute'].filter((unit) => interval[`${unit}s`]).map((unit) => (
    new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(interval[`${unit}s`])));
  return new Intl.ListFormat(language(), { type: 'unit' }).format(parts);
}

// '50%' of 50, as the database writes percentages.
export function percent(number) {
  return new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 2 }).format(number / 100);
}

export function kilograms(weight) {
  return new Intl.NumberFormat(language(), { style: 'unit', unit: 'kilogram', maximumFractionDigits: 2 }).format(weight);
}

// The date on the club's wall at an instant: '2035-01-08'.
export function wallDate(instant = new Date()) {
  return format({}, 'sv-SE').format(new Date(instant));
}

// Date and time on the club's wall, as inputs have it: '2035-01-08T09:00'.
export function wallTime(instant) {
  return format({ dateStyle: 'short', timeStyle: 'short' }, 'sv-SE').format(new Date(instant)).replace(' ', 'T');
}

// The instant of a time on the club's wall, which the database works out:
// '2035-01-08T09:00' or '2035-01-08'.
export function atClub(wall) {
  return `${wall.replace('T', ' ')} ${info.timeZone}`;
}

// A date some days on: '2035-01-08', 7 -> '2035-01-15'.
export function addDays(date, days) {
  const moved = new Date(`${date}T00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

// The Monday of a date's week.
export function monday(date) {
  return addDays(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
}
