/*
 * demo.h
 *		Whether a club can become a demo.
 */
#ifndef FITCLUB_DEMO_H
#define FITCLUB_DEMO_H

extern bool club_has_data(void);

#endif /* FITCLUB_DEMO_H */
