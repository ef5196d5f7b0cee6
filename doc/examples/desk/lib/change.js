// Forms that change something: the dialog, and what is sent of the fields.

import { dialog, form, notice } from './dom.js';
import { t } from './words.js';

// send(values) sends what was filled in, and may be refused.
export function changeDialog(title, parts, button, send, redraw) {
  return dialog(title, (close) => form(parts, button, async (values) => {
    await send(values);
    close();
    notice(t('saved'));
    await redraw();
  }));
}

// What was filled in of a form: an empty field is one that is not given.
export function given(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]));
}

// The columns that are to be emptied, as their fields are. columns: by the names of the fields.
export function cleared(values, columns) {
  return Object.keys(columns).filter((name) => [null, ''].includes(values[name])).map((name) => columns[name]);
}
