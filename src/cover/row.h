/*
 * row.h
 *		A session or a seat, as far as what pays for it is concerned.
 */
#ifndef FITCLUB_COVER_ROW_H
#define FITCLUB_COVER_ROW_H

#include "cover/cover.h"
#include "rows/bill.h"

typedef struct CoverRow
{
	CoverBooking booking;
	int64 member_id;
	int64 trainer_id;
	int64 class_id; /* NO_ID: a session */
	Period period;
	bool is_cancelled;
	Numeric price; /* that it has; NULL: the class's */
	Cover cover;   /* that it has */
	ItemPointerData place;
	char *class_name;
	Numeric class_price;
} CoverRow;

extern bool cover_read_row(CoverBooking booking, CoverRow *row,
						   Blocker *blocker);
extern bool cover_row_lock(const CoverRow *row, ShortLocks *locks);
extern CoverRequest cover_request_of_row(const CoverRow *row,
										 const Service *service,
										 const Club *club);
extern Service cover_row_service(const CoverRow *row);
extern Bill cover_row_bill(const CoverRow *row, Blocker *blocker);
extern char *cover_row_description(const CoverRow *row, pg_tz *zone);

#endif /* FITCLUB_COVER_ROW_H */
