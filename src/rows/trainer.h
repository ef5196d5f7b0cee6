/*
 * trainer.h
 *		Trainers, as their bookings need them.
 */
#ifndef FITCLUB_TRAINER_H
#define FITCLUB_TRAINER_H

#include "engine/dirty_scan.h"

typedef struct Trainer
{
	int64 id;
	bool is_active;
	int64 turnaround; /* between two bookings, in microseconds */
	char *full_name;
	RowPlace seen;
} Trainer;

extern bool read_trainer(int64 id, Trainer *trainer, Blocker *blocker);

#endif /* FITCLUB_TRAINER_H */
