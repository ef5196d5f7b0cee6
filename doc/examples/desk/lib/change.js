// A dialog with a form that changes something.

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
