// Parts of the page, as tests of the views name them.
'use strict';

const desk = require('../harness.js');

const DAY = 24 * 60 * 60 * 1000;

// Dates on the club's wall: '2035-01-08'.
const dates = {
  today: () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Toronto' }).format(new Date()),
  after: (date, days) => new Date(new Date(date).getTime() + days * DAY).toISOString().slice(0, 10),
  // The Monday of this week, or of the one so many days on.
  monday: (days = 0) => {
    const today = dates.today();
    return dates.after(today, days - ((new Date(today).getUTCDay() + 6) % 7));
  },
};

// What the API answers somebody, who has to be allowed to ask.
async function as(name, query, variables) {
  const answer = await desk.ask(await desk.tokenOf(name), query, variables);
  if (answer.errors) throw new Error(desk.errorOf(answer).message);
  return answer.data;
}

// The dialog that is on top.
function dialog(page) {
  return page.locator('dialog[open]').last();
}

function button(where, text) {
  return where.getByRole('button', { name: text, exact: text.length < 12 });
}

// The table with a caption, and the rows of it with a text.
function within(page, caption) {
  return page.locator('table', { has: page.locator('caption', { hasText: caption }) });
}

function row(page, caption, text) {
  return within(page, caption).locator('tbody tr', { hasText: text });
}

async function contentOf(where) {
  return (await where.allInnerTexts()).join('\n');
}

// What the page told last.
async function notice(page) {
  return contentOf(page.locator('#notices .done'));
}

// What was refused, wherever it is told.
async function problems(page) {
  return contentOf(page.locator('.problem'));
}

// Each test begins with the demo as it was at first.
function only(tests) {
  return async () => {
    for (const test of tests) {
      await desk.reset();
      await test();
    }
  };
}

module.exports = { as, button, contentOf, dates, dialog, notice, only, problems, row, within };
