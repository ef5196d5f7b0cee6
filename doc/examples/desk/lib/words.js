// The page's words, in the reader's language.

import en from '../words/en.js';
import fr from '../words/fr.js';

const KEY = 'fitclub.language';
const languages = { en, fr };

export const languageNames = { en: 'English', fr: 'Français' };

export function language() {
  const chosen = localStorage.getItem(KEY);
  if (languages[chosen]) return chosen;
  const wanted = navigator.languages.map((name) => name.slice(0, 2)).find((name) => languages[name]);
  return wanted ?? 'en';
}

export function setLanguage(name) {
  localStorage.setItem(KEY, name);
}

// The word of a key such as 'bills.owed'. Words that depend on values are
// functions of them: t('classes.seats', { seats: 3 }).
export function t(key, values) {
  const word = languages[language()][key];
  if (word === undefined) throw new Error(`there is no word for ${key}`);
  return typeof word === 'function' ? word(values) : word;
}

// The sentence for a rule that was broken, or undefined.
export function wordOf(key) {
  return languages[language()][key];
}
