/*
 * health_metric.h
 *		Health metrics.
 */
#ifndef FITCLUB_HEALTH_METRIC_H
#define FITCLUB_HEALTH_METRIC_H

#include "base/fitclub.h"

extern void metrics_allow_truncate(bool allow);
extern void metrics_allow_delete(bool allow);

#endif /* FITCLUB_HEALTH_METRIC_H */
