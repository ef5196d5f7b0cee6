/*
 * access_refusal.h
 *		What is said of who may do what, and when.
 */
#ifndef FITCLUB_ACCESS_REFUSAL_H
#define FITCLUB_ACCESS_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_not_own(TableId table, int64 id);
extern Refusal *refusal_staff_only(TableId table);
extern Refusal *refusal_owner_only(TableId table);
extern Refusal *refusal_staff_argument(TableId table, const char *column);
extern Refusal *refusal_identity_unknown(TableId table);
extern Refusal *refusal_begun(TableId table, int64 id);
extern Refusal *refusal_over(TableId table, int64 id);
extern Refusal *refusal_past(TableId table);
extern Refusal *refusal_late_move(TableId table, int64 id);
#define refuse_login(sqlstate, constraint, message, detail, hint)             \
	ereport(ERROR, refusal_login(sqlstate, constraint, message, detail, hint))
extern int refusal_login(int sqlstate, const char *constraint,
						 const char *message, const char *detail,
						 const char *hint);

#endif /* FITCLUB_ACCESS_REFUSAL_H */
