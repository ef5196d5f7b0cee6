/*
 * amount.h
 *		Amounts of money.
 */
#ifndef FITCLUB_AMOUNT_H
#define FITCLUB_AMOUNT_H

#include "utils/numeric.h"

extern Numeric amount_zero(void);
extern Numeric amount_add(Numeric a, Numeric b);
extern Numeric amount_subtract(Numeric a, Numeric b);
extern Numeric amount_times(Numeric amount, int64 count);
extern Numeric amount_share(Numeric total, Numeric part, Numeric whole,
							int decimals);
extern Numeric amount_nearest(Numeric amount, Numeric unit);
extern int amount_compare(Numeric a, Numeric b);
extern Numeric amount_least(Numeric a, Numeric b);
extern int amount_sign(Numeric amount);
extern char *amount_label(Numeric amount, int decimals);

#endif /* FITCLUB_AMOUNT_H */
