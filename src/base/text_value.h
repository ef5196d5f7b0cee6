/*
 * text_value.h
 *		What texts are made of, and when two of them are the same.
 */
#ifndef FITCLUB_TEXT_VALUE_H
#define FITCLUB_TEXT_VALUE_H

#include "base/fitclub.h"

extern bool text_is_blank(const text *value);
extern bool text_is_longer(const text *value, int longest);
extern bool text_has_control(const text *value, bool has_lines);
extern text *fold_text(const text *value);

#endif /* FITCLUB_TEXT_VALUE_H */
