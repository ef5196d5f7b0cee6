// The page in a browser, over a database of its own with the demo in it, and
// what tests of it need. Prints TAP.
'use strict';

const crypto = require('crypto');
const { setTimeout: pause } = require('timers/promises');
const axe = require('axe-core');
const { parse } = require('graphql');
const jwt = require('jsonwebtoken');
const { chromium } = require('playwright-core');
const { serve } = require('./serve.js');

const PASSWORD = 'fitclub-demo';
const QUIET = 150; // milliseconds without a request, after which a view is whole
const TURNS = 6; // and how often the page has to have been idle in them, as a slow machine needs longer
const PATIENCE = 10000;

const people = {
  ana: ['member', 'ana.lee@example.com'],
  ben: ['member', 'ben.cole@example.com'],
  cara: ['member', 'cara.diaz@example.com'],
  dan: ['member', 'dan.moss@example.com'],
  eva: ['member', 'eva.park@example.com'],
  finn: ['member', 'finn.hale@example.com'],
  tina: ['trainer', 'tina.ray@example.com'],
  omar: ['trainer', 'omar.ali@example.com'],
  ines: ['trainer', 'ines.paz@example.com'],
  grace: ['staff', 'grace.kim@example.com'],
};

let site;
let browser;
let tests = 0;
let failures = 0;

function check(passed, name, ...got) {
  console.log(`${passed ? 'ok' : 'not ok'} ${++tests} - ${name}`);
  if (passed) return;
  failures++;
  console.log('#  got:', ...got.map((one) => JSON.stringify(one)?.slice(0, 2000)));
}

// ---- the API, past the page ----

async function ask(token, query, variables = {}) {
  const headers = { 'Content-Type': 'application/json', ...token && { Authorization: `Bearer ${token}` } };
  const answer = await fetch(`${site.url}graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return { status: answer.status, ...await answer.json() };
}

// What an answer says of its first error.
function errorOf(answer) {
  const error = answer.errors?.[0];
  return error ? { message: error.message, ...error.extensions?.exception } : {};
}

// tokenOf('ana'): her token, or null.
async function tokenOf(name, password = PASSWORD) {
  const [persona, email] = people[name] ?? name;
  const { data } = await ask(null, `mutation ($persona: String, $email: String, $password: String) {
    signIn(input: { persona: $persona, email: $email, password: $password }) { jwtToken } }`,
  { persona, email, password });
  return data.signIn.jwtToken;
}

// A token as the server's, but for what is given.
function makeToken(claims, secret = site.secret) {
  return jwt.sign({ exp: Math.floor(Date.now() / 1000) + 3600, aud: 'postgraphile', ...claims }, secret);
}

// The demo club as it was at first.
async function reset() {
  const answer = await ask(await tokenOf('grace'), 'mutation { resetDemo(input: {}) { clientMutationId } }');
  if (answer.errors) throw new Error(errorOf(answer).message);
}

// ---- the page ----

function isRequest(request) {
  return request.method() === 'POST' && request.url() === `${site.url}graphql`;
}

// A tab of a new visitor. options: those of a context of Playwright's, such as
// viewport, colorScheme and locale. page.told collects what was wrong with it.
async function newPage(options = {}) {
  const context = await browser.newContext({ locale: 'en-CA', timezoneId: 'Europe/Paris', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.told = { errors: [], requests: [], open: 0, last: Date.now() };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.told.errors.push(message.text());
  });
  page.on('pageerror', (error) => page.told.errors.push(String(error)));
  page.on('request', (request) => {
    page.told.open++;
    if (isRequest(request)) page.told.requests.push(request.postDataJSON());
  });
  for (const end of ['requestfinished', 'requestfailed']) {
    page.on(end, () => {
      page.told.open--;
      page.told.last = Date.now();
    });
  }
  await page.goto(site.url);
  await settled(page);
  return page;
}

// Waits until the page has all that it asked for, and has shown it.
async function settled(page) {
  const end = Date.now() + PATIENCE;
  await page.waitForSelector('#view > .view');
  let turns = 0;
  let { last } = page.told;
  do {
    if (Date.now() > end) throw new Error('the page does not stop asking');
    await pause(20);
    // A page that is slow to take in a click or an answer has not asked yet.
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); }));
    turns = page.told.open > 0 || page.told.last !== last ? 0 : turns + 1;
    ({ last } = page.told);
  } while (turns < TURNS || Date.now() - last < QUIET);
}

// show(page, 'board/2035-01-08'): goes to a view.
async function show(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, `#${hash}`);
  await page.waitForSelector(`#view > .view.${hash.split('/')[0]}`);
  await settled(page);
}

// By the form, as a person does.
async function signIn(page, name, password = PASSWORD) {
  const [persona, email] = people[name] ?? name;
  await show(page, 'sign_in');
  const form = page.locator('#view form');
  await form.locator('[name=persona]').selectOption(persona);
  await form.locator('[name=email]').fill(email);
  await form.locator('[name=password]').fill(password);
  await form.locator('button[type=submit]').click();
  await settled(page);
}

// A tab of somebody who has signed in: openAs('ana').
async function openAs(name, options = {}) {
  const page = await newPage(options);
  await signIn(page, name);
  return page;
}

// Serious faults that axe finds in what is shown.
async function accessible(page, name) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target.join(' ')) }));
  check(serious.length === 0, `${name}: axe finds nothing serious`, serious);
}

// Whether nothing has to be scrolled to the side.
async function fits(page, name) {
  const [inside, width] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  check(inside <= width, `${name}: it fits into ${width} pixels`, inside);
}

function operations({ query }) {
  return parse(query).definitions.filter(({ kind }) => kind === 'OperationDefinition').length;
}

// Ends a tab: nothing was wrong in it, and each request was one query or mutation.
async function close(page, name) {
  await settled(page);
  check(page.told.errors.length === 0, `${name}: nothing in the console`, page.told.errors);
  const several = page.told.requests.filter((request) => Array.isArray(request) || operations(request) !== 1);
  check(page.told.requests.length > 0 && several.length === 0, `${name}: each request is one query or mutation`, several);
  await page.context().close();
}

// ---- all of it ----

async function run(files) {
  site = await serve({ secret: crypto.randomBytes(32).toString('hex') });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
  for (const [name, test] of Object.entries(files)) {
    console.log(`# ${name}`);
    try {
      await reset();
      await test();
    } catch (error) {
      check(false, `${name} comes to its end`, error.stack);
    }
    for (const context of browser.contexts()) await context.close();
  }
  await browser.close();
  await site.stop();
  if (failures) console.log(site.api.said.replace(/^/gm, '#  '));
  console.log(`1..${tests}`);
  return failures;
}

module.exports = { PASSWORD, accessible, ask, check, close, errorOf, fits, makeToken, newPage, openAs, pause, people,
  reset, run, settled, show, signIn, tokenOf, url: () => site.url };
