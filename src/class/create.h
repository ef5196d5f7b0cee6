/*
 * create.h
 *		A class on its way into the calendar.
 */
#ifndef FITCLUB_CLASS_CREATE_H
#define FITCLUB_CLASS_CREATE_H

#include "calendar/booking.h"
#include "calendar/turnaround.h"
#include "rows/club.h"
#include "rows/trainer.h"
#include "service/service.h"
#include "write/writer.h"

/* A class as it would stand in the calendar. */
typedef struct ClassRequest
{
	Booking booking;
	Club club;
	Trainer trainer;
	Service service;
	int capacity;
	bool may_exceed_room;
	NewFor is_new;
} ClassRequest;

/* Where and when a class is to be. */
typedef struct ClassColumns
{
	ColumnValue trainer;
	ColumnValue room;
	ColumnValue start;
	ColumnValue end;
	ColumnValue may_exceed_room;
	ColumnValue capacity;
} ClassColumns;

extern Refusal *class_check_request(void *state, Blocker *blocker);
extern ClassColumns class_columns(const ClassRequest *request);

#endif /* FITCLUB_CLASS_CREATE_H */
