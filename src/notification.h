/*
 * notification.h
 *		Telling people that something of theirs has changed.
 */
#ifndef FITCLUB_NOTIFICATION_H
#define FITCLUB_NOTIFICATION_H

#include "fitclub.h"

extern void notify_member(int64 member_id, const char *message);
extern void notify_trainer(int64 trainer_id, const char *message);

#endif /* FITCLUB_NOTIFICATION_H */
