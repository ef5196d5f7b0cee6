/*
 * cover.h
 *		Whether a trainer's availability windows cover a period.
 */
#ifndef FITCLUB_COVER_H
#define FITCLUB_COVER_H

#include "base/local_time.h"
#include "hours/window.h"
#include "rows/trainer.h"

/* A change not yet written: this window gone, that one in its place. */
typedef struct WindowChange
{
	int64 removed_id;    /* NO_ID: none */
	const Window *added; /* NULL: none */
} WindowChange;

extern bool hours_cover(int64 trainer_id, Period period, pg_tz *zone,
						const WindowChange *change, Blocker *blocker);
extern bool window_touches(const Window *window, Period period, pg_tz *zone);
extern Refusal *hours_check(TableId table, int64 trainer_id, Period period,
							pg_tz *zone, Blocker *blocker);
extern Refusal *hours_check_trainer(TableId table, int64 trainer_id,
									Period period, pg_tz *zone,
									bool is_new_work, Trainer *trainer,
									Blocker *blocker);

#endif /* FITCLUB_COVER_H */
