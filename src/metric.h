/*
 * metric.h
 *		Health metrics.
 */
#ifndef FITCLUB_METRIC_H
#define FITCLUB_METRIC_H

#include "fitclub.h"

extern void metrics_allow_truncate(bool allow);
extern void metrics_allow_delete(bool allow);

#endif /* FITCLUB_METRIC_H */
