/*
 * refusal.h
 *		What fitclub says when a rule would be broken: one reporter per rule.
 */
#ifndef FITCLUB_REFUSAL_H
#define FITCLUB_REFUSAL_H

#include "schema/catalog.h"

/*
 * A broken rule. The checkers return one, or NULL; the functions raise it and
 * find_conflicts() lists it. No reporter takes anything that tells who holds
 * a slot.
 */
typedef struct Refusal
{
	int sqlstate;
	const char *constraint;
	TableId table;
	const char *column; /* may be NULL */
	const char *message;
	const char *detail;   /* may be NULL */
	const char *hint;     /* may be NULL */
	const char *resource; /* "room", "trainer", ... or NULL */
	int64 resource_id;
	Period window; /* the clashing window; {0, 0} if none */
} Refusal;

/* Where a refusal comes from, in the server's log and for \set VERBOSITY verbose. */
#define refuse(refusal) refuse_at(refusal, __FILE__, __LINE__, __func__)
#define refuse_if(refusal) refuse_if_at(refusal, __FILE__, __LINE__, __func__)
#define refuse_unseen() refuse_unseen_at(__FILE__, __LINE__, __func__)

pg_noreturn extern void refuse_at(const Refusal *refusal, const char *file,
								  int line, const char *function);
extern void refuse_if_at(const Refusal *refusal, const char *file, int line,
						 const char *function);
pg_noreturn extern void refuse_unseen_at(const char *file, int line,
										 const char *function);

/* what refusals of subjects are made with */
extern Refusal *make_refusal(int sqlstate, TableId table,
							 const char *constraint, const char *message);
extern Refusal *refusal_time(TableId table, const char *constraint,
							 const char *column, const char *message);
extern const char *window_text(Period window);

extern Refusal *refusal_own_change(TableId table);
extern Refusal *refusal_row_skipped(TableId table);

/* bad values */
extern Refusal *refusal_null(TableId table, const char *column);
extern Refusal *refusal_unknown(TableId table, int64 id);
extern Refusal *refusal_values(int sqlstate, TableId table,
							   const char *constraint, const char *message,
							   const char *detail);
extern Refusal *refusal_value(int sqlstate, TableId table, const char *column,
							  const char *message, const char *detail);
extern Refusal *refusal_period_order(TableId table);
extern Refusal *refusal_period_length(TableId table);
extern Refusal *refusal_period_range(TableId table);
extern Refusal *refusal_period_infinite(TableId table);

extern Refusal *refusal_taken(const char *constraint);

extern Refusal *refusal_cancelled_already(TableId table, int64 id);

#endif /* FITCLUB_REFUSAL_H */
