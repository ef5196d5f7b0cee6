/*
 * till.h
 *		Cash, and the counts of the till.
 */
#ifndef FITCLUB_TILL_H
#define FITCLUB_TILL_H

#include "write/writer.h"

/* Money that changes hands; if it is not cash, the till has no part in it. */
typedef struct TillUse
{
	bool is_cash;
	Numeric step;       /* the smallest coin; 0: any amount is paid in cash */
	TimestampTz opened; /* by the last count; cash is dated no earlier */
} TillUse;

#define TILL_UNUSED ((TillUse){.opened = DT_NOBEGIN})

extern void till_begin(TillUse *use, ShortLocks *locks, Datum payment_type);
extern void till_join(TillUse *use, ShortLocks *locks, Datum payment_type);
extern void till_look(TillUse *use, ShortLocks *locks);
extern TimestampTz till_instant(const TillUse *use);
extern bool till_rounds(const TillUse *use);
extern Numeric till_rounding(const TillUse *use, Numeric owed, Numeric cash);
extern Numeric till_received(HeapTuple row, TupleDesc desc);
extern ColumnValue till_rounding_value(Numeric rounding);
extern bool till_was_counted(Datum payment_type, TimestampTz at,
							 ShortLocks *locks, Blocker *blocker);

#endif /* FITCLUB_TILL_H */
