/*
 * attendance.h
 *		Who came to a class.
 */
#ifndef FITCLUB_ATTENDANCE_H
#define FITCLUB_ATTENDANCE_H

#include "engine/dirty_scan.h"
#include "engine/short_lock.h"
#include "write/writer.h"

/* Members come so long before the start, and no earlier. */
#define CLASS_CHECK_IN (INT64CONST(1) * USECS_PER_HOUR)

extern List *class_seats_to_attend(int64 member_id, TimestampTz now,
								   ShortLocks *locks, Blocker *blocker);
extern void class_attend(WriterState *writing, const List *seats);

#endif /* FITCLUB_ATTENDANCE_H */
