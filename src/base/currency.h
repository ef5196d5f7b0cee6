/*
 * currency.h
 *		The currencies of ISO 4217.
 */
#ifndef FITCLUB_CURRENCY_H
#define FITCLUB_CURRENCY_H

extern int currency_decimals(const char *code);

#endif /* FITCLUB_CURRENCY_H */
