// Another e-mail or telephone number: asked for in a profile, decided at the desk.
'use strict';

const desk = require('./harness.js');
const { button, contentOf, notice, only, problems, row, within } = require('./parts/page.js');

const { check } = desk;
const REQUESTS = 'Asked for by members and trainers';

async function request(page, values) {
  const form = page.locator('#view section', { hasText: 'Another e-mail' }).locator('form');
  await desk.show(page, 'profile');
  for (const [label, value] of Object.entries(values)) await form.getByLabel(label).fill(value);
  await button(form, 'Ask the desk').click();
  await desk.settled(page);
}

async function testRequests() {
  const ana = await desk.openAs('ana');
  const tina = await desk.openAs('tina');
  const grace = await desk.openAs('grace');
  await desk.show(grace, 'people');
  check(await within(grace, REQUESTS).count() === 0, 'where nobody asks there is nothing to decide');

  await request(ana, {});
  check(/e-mail/.test(await problems(ana)), 'nothing is asked for without saying what', await problems(ana));
  // taken, which only the desk is told
  await request(ana, { 'New e-mail': 'ben.cole@example.com' });
  check(/will look at it/.test(await notice(ana)) && (await problems(ana)).trim() === '', 'a member asks for an e-mail', await problems(ana));
  await request(tina, { 'New telephone number': '+1 416 555 0199' });
  check(/will look at it/.test(await notice(tina)), 'a trainer asks for a telephone number', await problems(tina));
  await desk.accessible(tina, 'profile of a trainer');

  await desk.show(grace, 'money');
  await desk.show(grace, 'people');
  await desk.accessible(grace, 'requests');
  const asked = row(grace, REQUESTS, 'Ana Lee');
  check(/ana\.lee@example\.com.*ben\.cole@example\.com/.test(await contentOf(asked)), 'the desk sees both e-mails', await contentOf(asked));
  await button(asked, 'Accept').click();
  await desk.settled(grace);
  check(/e-mail/.test(await problems(grace)) && await asked.count() === 1, 'one that is taken is not accepted', await problems(grace));
  await button(asked, 'Decline').click();
  await desk.settled(grace);
  check(await asked.count() === 0, 'but declined');
  await button(row(grace, REQUESTS, 'Tina Ray'), 'Accept').click();
  await desk.settled(grace);
  check(await within(grace, REQUESTS).count() === 0, 'a free number is accepted');

  await request(ana, { 'New e-mail': 'ana@example.org' });
  await desk.show(grace, 'money');
  await desk.show(grace, 'people');
  await button(asked, 'Accept').click();
  await desk.settled(grace);
  await desk.show(ana, 'messages');
  check((await contentOf(ana.locator('#view td'))).match(/e-mail/g)?.length >= 2, 'the member is told of both decisions',
    await contentOf(ana.locator('#view td')));
  await desk.show(ana, 'profile');
  check((await contentOf(ana.locator('#view'))).includes('ana@example.org'), 'and has the new e-mail');
  for (const [page, name] of [[ana, 'ana'], [tina, 'tina'], [grace, 'grace']]) await desk.close(page, `requests: ${name}`);
}

async function testDenied() {
  for (const [name, query] of [
    ['ana', '{ listContactChanges { nodes { person } } }'],
    ['tina', 'mutation { decideContactChange(input: { contactChangeId: "1", accept: true }) { contactChangeId } }'],
    ['grace', 'mutation { requestContactChange(input: { email: "grace@example.org" }) { contactChangeId } }'],
  ]) {
    const { errcode } = desk.errorOf(await desk.ask(await desk.tokenOf(name), query));
    check(errcode === '42501', `${name} may not: ${query}`, errcode);
  }
}

module.exports = only([testRequests, testDenied]);
