/*
 * cover.h
 *		What pays for a booking: credits of a pack, a membership, or a bill.
 */
#ifndef FITCLUB_COVER_COVER_H
#define FITCLUB_COVER_COVER_H

#include "cover/candidate.h"
#include "refusal/refusal.h"
#include "service/service.h"
#include "write/writer.h"

/* What a booking has in place of a price; nothing is set if it has not. */
typedef struct Cover
{
	int64 lot_id;        /* NO_ID: none */
	int credits;         /* of the lot */
	int64 membership_id; /* NO_ID: none */
	RowPlace place;      /* of the lot or the membership */
} Cover;

/* A booking that is to be made, and what it turns out to cost. */
typedef struct CoverRequest
{
	CoverFor what;
	Numeric price; /* without cover */
	Cover cover;
	Numeric cost; /* what is to be billed: 0 if something covers it */
} CoverRequest;

/* The columns that cover_columns() gives. */
#define COVER_COLUMNS 3

static inline bool
cover_is_set(const Cover *cover)
{
	return cover->lot_id != NO_ID || cover->membership_id != NO_ID;
}

extern CoverRequest cover_request(TableId table, int64 member_id,
								  const Service *service, const Club *club,
								  Numeric price);
extern Refusal *cover_check(CoverRequest *request, ShortLocks *locks,
							Blocker *blocker);
extern Refusal *cover_check_bill(CoverRequest *request, Blocker *blocker);
extern bool cover_find(const CoverFor *what, ShortLocks *locks, Cover *cover,
					   Numeric *discount, Blocker *blocker);
extern Cover cover_of_candidate(const CoverCandidate *candidate, int credits);
extern int cover_columns(const Cover *cover, TableId table,
						 ColumnValue *values);

#endif /* FITCLUB_COVER_COVER_H */
