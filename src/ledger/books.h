/*
 * books.h
 *		Rows of money are added, and stay as they are.
 */
#ifndef FITCLUB_BOOKS_H
#define FITCLUB_BOOKS_H

extern void books_allow_truncate(bool allow);

#endif /* FITCLUB_BOOKS_H */
