// The words of the page: both languages have the same, the page uses what is
// there, and each rule of the manual has a sentence.
'use strict';

const fs = require('fs');
const path = require('path');
const desk = require('./harness.js');

const top = path.join(__dirname, '../../..');
const page = path.join(top, 'doc/examples/desk');
const LANGUAGES = ['en', 'fr'];

function check(faults, name) {
  desk.check(faults.length === 0, name, ...faults);
}

function read(name) {
  return fs.readFileSync(path.join(top, name), 'utf8');
}

function filesIn(folder) {
  return fs.readdirSync(path.join(page, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(name) : [name];
  }).filter((name) => name.endsWith('.js'));
}

// Modules for browsers, which node would take for another kind by their names.
async function load(name) {
  const source = fs.readFileSync(path.join(page, name)).toString('base64');
  return (await import(`data:text/javascript;base64,${source}`)).default;
}

async function wordsOf(language) {
  const all = {};
  const twice = [];
  for (const name of filesIn(`words/${language}`)) {
    for (const [key, word] of Object.entries(await load(name))) {
      if (key in all) twice.push(`${name}: ${key}`);
      all[key] = word;
    }
  }
  check(twice, `${language}: no word is there twice`);
  return all;
}

// Rules that functions raise: the first three tables of "All errors".
function rulesOfManual() {
  const [, errors] = read('doc/reference/README.md').split('\n## All errors\n');
  const rows = errors.split('\n### Direct writes\n')[0].split('\n').filter((line) => /^\| [0-9P]/.test(line));
  return [...new Set(rows.flatMap((row) => [...row.split(' | ')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name)))];
}

function statesOfManual() {
  const [, errors] = read('doc/reference/README.md').split('\n## All errors\n');
  const rows = errors.split('\n### Direct writes\n')[0].split('\n').filter((line) => /^\| [0-9P]\w{4} \| -/.test(line));
  return [...new Set(rows.map((row) => row.slice(2, 7)))];
}

async function main() {
  const [en, fr] = [await wordsOf('en'), await wordsOf('fr')];
  const kind = (word) => typeof word;
  check([...new Set([...Object.keys(en), ...Object.keys(fr)])].filter((key) => kind(en[key]) !== kind(fr[key])),
    'both languages have the same words');
  for (const language of LANGUAGES) {
    const imported = fs.readFileSync(path.join(page, `words/${language}.js`), 'utf8');
    check(filesIn(`words/${language}`).filter((name) => !imported.includes(`./${path.relative('words', name)}'`)),
      `${language}: the page reads all of them`);
  }

  const code = ['app.js', ...filesIn('lib'), ...filesIn('views')]
    .map((name) => fs.readFileSync(path.join(page, name), 'utf8')).join('\n').replace(/^ *\/\/.*/gm, '');
  const subjects = new Set(Object.keys(en).map((key) => key.split('.')[0]));
  const asked = [...code.matchAll(/\bt\('([^']+)'|'(\w+)(\.[\w.]+)'/g)]
    .filter(([, key, subject]) => key || subjects.has(subject))
    .map(([, key, subject, rest]) => key ?? subject + rest);
  const begun = [...code.matchAll(/`(\w+\.[\w.]*)\$\{/g)].map(([, key]) => key)
    .filter((key) => subjects.has(key.split('.')[0]));
  check(asked.filter((key) => !(key in en)), 'every word that the page asks for is there');
  check(begun.filter((start) => !Object.keys(en).some((key) => key.startsWith(start))),
    'and those that it asks for by a part of their name');
  check(Object.keys(en).filter((key) => !code.includes(`'${key}'`) && !begun.some((start) => key.startsWith(start))),
    'and it asks for every word');

  const rules = [...rulesOfManual(), ...statesOfManual()];
  check(rules.length > 100 ? rules.filter((rule) => typeof en[`problem.${rule}`] !== 'string') : ['too few are found'],
    'every rule of the manual has a sentence');
}

module.exports = main;
