/*
 * health_metric.h
 *		Health metrics.
 */
#ifndef FITCLUB_HEALTH_METRIC_H
#define FITCLUB_HEALTH_METRIC_H

#include "base/fitclub.h"

extern void metric_allow_truncate(bool allow);
extern void metric_allow_delete(bool allow);

#endif /* FITCLUB_HEALTH_METRIC_H */
