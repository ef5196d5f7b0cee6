/*
 * permission.h
 *		Who may do what: one checker per kind of thing.
 */
#ifndef FITCLUB_PERMISSION_H
#define FITCLUB_PERMISSION_H

#include "refusal/refusal.h"

extern bool caller_is_trusted(void);
extern bool caller_only_reads(void);
extern int64 caller_staff_id(void);
extern int64 caller_cashier(FunctionCallInfo fcinfo, int argument);
/* Each raises, unless the caller may. */
extern void permit_any_person(TableId table);
extern void permit_staff(TableId table);
extern void permit_application(TableId table);
extern void permit_staff_or_trainer(TableId table);
extern void permit_member(FunctionCallInfo fcinfo, int argument);
extern void permit_self(FunctionCallInfo fcinfo, int argument);
extern void permit_member_or_own_trainer(FunctionCallInfo fcinfo,
										 int argument);
extern void permit_trainer(FunctionCallInfo fcinfo, int argument);
extern void permit_either(FunctionCallInfo fcinfo, int member, int trainer);
extern void permit_own_class(FunctionCallInfo fcinfo, int argument);
extern void permit_session(FunctionCallInfo fcinfo, int member, int trainer);
extern void permit_conflicts(FunctionCallInfo fcinfo, int member, int session);
extern void permit_own_staff(FunctionCallInfo fcinfo, int argument);
extern void permit_sign_in(TableId table);
extern void permit_argument(FunctionCallInfo fcinfo, int argument,
							TableId table, const char *column);
extern void permit_cashier(FunctionCallInfo fcinfo, int argument);
extern void permit_recipient(FunctionCallInfo fcinfo, int member, int trainer);
extern void check_either_present(FunctionCallInfo fcinfo, int member,
								 int trainer);
extern void check_recipient_given(FunctionCallInfo fcinfo, int member,
								  int trainer);
extern int64 permit_own_key(FunctionCallInfo fcinfo, int argument,
							TableId table);
/* Each returns why the caller may not, or NULL. */
extern Refusal *refusal_missing(TableId table, int64 id);
extern Refusal *check_own(TableId table, int64 id, int64 member_id,
						  int64 trainer_id);

#endif /* FITCLUB_PERMISSION_H */
