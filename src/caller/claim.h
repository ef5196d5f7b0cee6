/*
 * claim.h
 *		The setting fitclub.identity: for whom a session says it acts.
 */
#ifndef FITCLUB_CLAIM_H
#define FITCLUB_CLAIM_H

#include "caller/persona.h"

/* What the setting fitclub.identity claims. */
typedef struct Claim
{
	Persona persona;
	int64 id;
} Claim;

extern void claim_init(void);
extern bool claim_parse(const char *text, Claim *parsed);

#endif /* FITCLUB_CLAIM_H */
