/*
 * settled_row.h
 *		What a booking names - members, trainers, rooms, classes, sessions -
 *		as it is now or will be once others have committed.
 */
#ifndef FITCLUB_SETTLED_ROW_H
#define FITCLUB_SETTLED_ROW_H

#include "engine/dirty_scan.h"
#include "write/statement.h"

#include "pgtime.h"
#include "utils/numeric.h"

/* In place of a number of deciding columns: the row is going to be written. */
#define FOR_WRITE (-1)

typedef struct Club
{
	pg_tz *zone;
	Numeric session_price;
	Numeric class_price;
	bool class_may_exceed_room;
	Interval cancellation_notice;
	Numeric late_fee_percent;
	bool is_demo;
} Club;

typedef struct Trainer
{
	int64 id;
	bool is_active;
	char *full_name;
	RowPlace seen;
} Trainer;

typedef struct Session
{
	int64 id;
	int64 member_id;
	int64 trainer_id;
	int64 room_id; /* NO_ID when online */
	Period period;
	bool is_cancelled;
	Numeric price;
	ItemPointerData place;
} Session;

typedef struct ClassRow
{
	int64 id;
	int64 trainer_id;
	int64 room_id;
	Period period;
	int capacity;
	bool is_cancelled;
	bool may_exceed_room;
	char *name;
	Numeric price;
	ItemPointerData place;
} ClassRow;

typedef struct Registration
{
	int64 id;
	int64 member_id;
	int64 class_id;
	Period period;
	bool is_cancelled;
	Numeric price; /* NULL: the class's */
	ItemPointerData place;
} Registration;

pg_noreturn extern void refuse_without_club(void);
extern Club read_club(void);
extern bool settled_row(TableId table, int64 id, const AttrNumber *columns,
						int column_count, int deciding_count, Datum *values,
						bool *nulls, ItemPointer place, Blocker *blocker);
pg_noreturn extern void refuse_unwritten(TableId table, int64 id);
extern Datum statement_update(SavedStatement *statement,
							  FunctionCallInfo fcinfo, TableId table);
extern bool row_exists(TableId table, int64 id);
extern RowPlace require_row(TableId table, int64 id);
extern bool read_trainer(int64 id, Trainer *trainer, Blocker *blocker);
extern bool read_room_capacity(int64 id, int *capacity, Blocker *blocker);
extern char *place_name(int64 room_id);
extern bool read_session(int64 id, Session *session, Blocker *blocker);
extern bool read_class(int64 id, ClassRow *class, Blocker *blocker);
extern bool read_class_for_write(int64 id, ClassRow *class, Blocker *blocker);
extern bool read_registration(int64 id, Registration *registration,
							  Blocker *blocker);

#endif /* FITCLUB_SETTLED_ROW_H */
