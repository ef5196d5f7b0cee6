/*
 * notification.h
 *		Telling people that something of theirs has changed.
 */
#ifndef FITCLUB_NOTIFICATION_H
#define FITCLUB_NOTIFICATION_H

#include "write/writer.h"

extern void notify_member(WriterState *writing, int64 member_id,
						  const char *message);
extern void notify_trainer(WriterState *writing, int64 trainer_id,
						   const char *message);

#endif /* FITCLUB_NOTIFICATION_H */
