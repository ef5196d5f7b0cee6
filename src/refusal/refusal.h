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
extern Refusal *refusal_window_order(void);
extern Refusal *refusal_period_length(TableId table);
extern Refusal *refusal_period_range(TableId table);
extern Refusal *refusal_period_infinite(TableId table);

extern Refusal *refusal_taken(const char *constraint);

/* the calendar */
extern Refusal *refusal_double_booked(TableId table, const char *resource,
									  int64 id, Period window);
extern Refusal *refusal_members_double_booked(int members, Period window);
extern Refusal *refusal_registered_already(int64 class_id, Period window);
extern Refusal *refusal_class_full(int64 class_id, int capacity,
								   Period window);
extern Refusal *refusal_roster_over_capacity(int64 class_id, int capacity);
extern Refusal *refusal_class_over_room(int64 room_id, int capacity,
										int room_capacity);
extern Refusal *refusal_room_under_class(int64 room_id, int capacity);
extern Refusal *refusal_class_cancelled(int64 class_id);
extern Refusal *refusal_class_has_roster(int64 class_id);
extern Refusal *refusal_cancelled_already(TableId table, int64 id);
extern Refusal *refusal_trainer_inactive(TableId table, int64 trainer_id);
extern Refusal *refusal_trainer_unavailable(TableId table, int64 trainer_id,
											Period window,
											const char *local_window);
extern Refusal *refusal_window_overlaps(int64 trainer_id,
										const char *local_window);
extern Refusal *refusal_window_in_use(int64 trainer_id, int bookings);

/* money */
extern Refusal *refusal_overpayment(int64 billing_id, const char *owed);
extern Refusal *refusal_billed_already(const char *constraint);
extern Refusal *refusal_bill_status(int64 billing_id, const char *status,
									const char *detail);
extern Refusal *refusal_bill_under_payments(int64 billing_id);
extern Refusal *refusal_refund(int64 payment_id, const char *left);
extern Refusal *refusal_net_negative(int64 billing_id);

/* who may do what */
extern Refusal *refusal_not_own(TableId table, int64 id);
extern Refusal *refusal_staff_only(TableId table);
extern Refusal *refusal_owner_only(TableId table);
extern Refusal *refusal_staff_argument(TableId table, const char *column);
extern Refusal *refusal_identity_unknown(TableId table);
extern Refusal *refusal_begun(TableId table, int64 id);
#define refuse_login(sqlstate, constraint, message, detail, hint)             \
	ereport(ERROR, refusal_login(sqlstate, constraint, message, detail, hint))
extern int refusal_login(int sqlstate, const char *constraint,
						 const char *message, const char *detail,
						 const char *hint);
extern Refusal *refusal_over(TableId table, int64 id);
extern Refusal *refusal_not_begun(int64 registration_id);
extern Refusal *refusal_attended(int64 class_id);
extern Refusal *refusal_unbilled(int64 session_id);
extern Refusal *refusal_past(TableId table);
extern Refusal *refusal_late_move(TableId table, int64 id);

/* the rest */
extern Refusal *refusal_resolved_already(int64 maintenance_id);
extern Refusal *refusal_append_only(const char *action);
extern Refusal *refusal_member_erased(int64 member_id);
extern Refusal *refusal_audit_log(const char *action);
extern Refusal *refusal_demo_needs_empty_club(void);
extern Refusal *refusal_not_a_demo(void);

#endif /* FITCLUB_REFUSAL_H */
