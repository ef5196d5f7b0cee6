// The page: who has signed in, what they may see, and which of it is shown.
// The address after # names the view, so that Back and bookmarks work.

import { club } from './lib/club.js';
import { hasDemo } from './lib/demo.js';
import { el, notice } from './lib/dom.js';
import { listen } from './lib/live.js';
import { explain } from './lib/problems.js';
import { endSession, hasEnded, onSession, session } from './lib/session.js';
import { language, languageNames, setLanguage, t } from './lib/words.js';

// Each is a file in views/, and 'nav.NAME' in the words.
const VIEWS = {
  visitor: ['classes', 'sign_in'],
  member: ['classes', 'free_times', 'bookings', 'membership', 'bills', 'account', 'weight', 'messages', 'profile'],
  trainer: ['week', 'hours', 'my_classes', 'my_members', 'messages', 'profile'],
  staff: ['board', 'door', 'people', 'money', 'plans', 'equipment', 'closures', 'club', 'demo', 'profile'],
};

let shown = {};
let drawing = 0;
let demo = false;

function views() {
  return VIEWS[session().persona ?? 'visitor'].filter((name) => name !== 'demo' || demo);
}

// '#board/2035-01-08' -> ['board', '2035-01-08']
function wanted() {
  const [name, ...rest] = location.hash.slice(1).split('/').map(decodeURIComponent);
  return views().includes(name) ? [name, ...rest] : [views()[0]];
}

// Draws the view that the address names, in an element of its own: what was
// shown stays until the next is whole.
async function draw({ keepFocus = false } = {}) {
  if (hasEnded()) {
    endSession({ unasked: true });
    return;
  }
  const turn = ++drawing;
  demo = session().persona === 'staff' && await hasDemo();
  const [name, ...rest] = wanted();
  const view = document.getElementById('view');
  const next = el('div', { class: `view ${name}` });
  try {
    document.getElementById('club').textContent = (await club()).name;
    const module = await import(`./views/${name}.js`);
    await module.show(next, { session: session(), params: rest, redraw: () => draw({ keepFocus: true }) });
    if (turn !== drawing) return;
    shown = { name, module };
  } catch (error) {
    if (turn !== drawing) return;
    next.replaceChildren(el('p', { class: 'problem', role: 'alert' }, explain(error)));
  }
  // What is drawn again keeps the focus on the element with the same id.
  const focused = view.contains(document.activeElement) ? document.activeElement.id : '';
  view.replaceChildren(next);
  const again = focused && view.querySelector(`#${CSS.escape(focused)}`);
  if (again) again.focus({ preventScroll: true });
  else if (!keepFocus || focused) view.focus({ preventScroll: true });
  if (!keepFocus && !again) window.scrollTo(0, 0);
  view.removeAttribute('aria-busy');
  drawHeader(name);
  document.title = `${t(`nav.${name}`)} – ${document.getElementById('club').textContent}`;
}

function drawHeader(current) {
  document.documentElement.lang = language();
  document.getElementById('skip').textContent = t('skip');
  const nav = document.getElementById('nav');
  nav.setAttribute('aria-label', t('nav'));
  nav.replaceChildren(...views().map((name) => el('a', {
    href: `#${name}`, 'aria-current': name === current ? 'page' : null }, t(`nav.${name}`))));
  nav.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  const chooser = el('select', {
    'aria-label': t('language'),
    onchange: () => { setLanguage(chooser.value); draw(); },
  }, Object.entries(languageNames).map(([code, name]) => el('option', { value: code, lang: code }, name)));
  chooser.value = language();
  document.getElementById('account').replaceChildren(chooser, ...(session().token
    ? [el('button', { type: 'button', class: 'quiet', onclick: () => endSession() }, t('sign_out'))] : []));
}

// A view that shows bookings is drawn again when some have changed, but not
// while somebody fills in a form of it or drags something.
let pending = false;

function busy() {
  return document.activeElement?.closest('#view form') || document.querySelector('#view [data-busy]');
}

async function changed() {
  if (!shown.module?.live || pending) return;
  pending = true;
  do await new Promise((resolve) => { setTimeout(resolve, 100); }); // one drawing for many events
  while (busy());
  pending = false;
  if (shown.module?.live) await draw({ keepFocus: true });
}

async function start() {
  document.getElementById('skip').addEventListener('click', (event) => {
    event.preventDefault(); // the address names the view
    document.getElementById('view').focus();
  });
  document.documentElement.lang = language();
  window.addEventListener('hashchange', () => {
    document.querySelectorAll('dialog[open]').forEach((one) => one.close());
    draw();
  });
  onSession((unasked) => {
    location.hash = session().token ? `#${views()[0]}` : '#sign_in';
    if (unasked) notice(t('signed_out'), 'problem');
    draw();
  });
  window.addEventListener('unhandledrejection', ({ reason }) => notice(String(reason?.message ?? reason), 'problem'));
  try {
    const { name } = await club();
    document.getElementById('club').textContent = name;
  } catch { /* draw() tells */ }
  await draw({ keepFocus: true });
  listen(changed);
}

start();
