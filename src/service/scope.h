/*
 * scope.h
 *		What a pack or a plan is good for.
 */
#ifndef FITCLUB_SCOPE_H
#define FITCLUB_SCOPE_H

#include "refusal/refusal.h"

extern void service_check_scope(FunctionCallInfo fcinfo, TableId table);

#endif /* FITCLUB_SCOPE_H */
