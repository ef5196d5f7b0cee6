/*
 * email.h
 *		What an e-mail address looks like.
 */
#ifndef FITCLUB_EMAIL_H
#define FITCLUB_EMAIL_H

extern bool email_is_possible(const char *email);

#endif /* FITCLUB_EMAIL_H */
