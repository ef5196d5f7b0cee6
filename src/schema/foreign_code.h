/*
 * foreign_code.h
 *		What would have the club's tables run code of others.
 */
#ifndef FITCLUB_FOREIGN_CODE_H
#define FITCLUB_FOREIGN_CODE_H

#include "base/fitclub.h"

extern bool is_table_of_extension(Oid relid);
extern void refuse_foreign_trigger(Oid trigger);
extern void refuse_foreign_reference(Oid constraint);
extern void require_trusted_triggers(Oid table);

#endif /* FITCLUB_FOREIGN_CODE_H */
