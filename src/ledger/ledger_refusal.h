/*
 * ledger_refusal.h
 *		What is said of books that are kept and closed.
 */
#ifndef FITCLUB_LEDGER_REFUSAL_H
#define FITCLUB_LEDGER_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_books(TableId table, int64 id, const char *column);
extern Refusal *refusal_books_emptied(TableId table);
extern Refusal *refusal_closed_until(void);
extern Refusal *refusal_books_busy(void);

#endif /* FITCLUB_LEDGER_REFUSAL_H */
