/*
 * works_with.h
 *		Which members and classes a trainer has to do with.
 */
#ifndef FITCLUB_WORKS_WITH_H
#define FITCLUB_WORKS_WITH_H

#include "caller/identity.h"

extern bool works_with(int64 trainer_id, int64 member_id);
extern bool identity_works_with(const Identity *identity, int64 member_id);
extern bool identity_teaches(const Identity *identity, int64 class_id);

#endif /* FITCLUB_WORKS_WITH_H */
