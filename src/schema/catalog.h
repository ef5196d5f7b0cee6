/*
 * catalog.h
 *		fitclub's own tables, indexes and columns as the engine knows them.
 */
#ifndef FITCLUB_CATALOG_H
#define FITCLUB_CATALOG_H

#include "base/fitclub.h"


typedef enum TableId
{
	TABLE_CLUB,
	TABLE_MEMBER,
	TABLE_TRAINER,
	TABLE_STAFF,
	TABLE_ROOM,
	TABLE_EQUIPMENT,
	TABLE_ISSUE,
	TABLE_METRIC,
	TABLE_AVAILABILITY,
	TABLE_SESSION,
	TABLE_CLASS,
	TABLE_REGISTRATION,
	TABLE_BILL,
	TABLE_PAYMENT,
	TABLE_NOTIFICATION,
	TABLE_AUDIT_LOG,
	TABLE_ERASED_MEMBER
} TableId;

#define TABLE_COUNT (TABLE_ERASED_MEMBER + 1)

typedef enum IndexId
{
	/* primary keys, in the order of TableId */
	INDEX_CLUB_KEY,
	INDEX_MEMBER_KEY,
	INDEX_TRAINER_KEY,
	INDEX_STAFF_KEY,
	INDEX_ROOM_KEY,
	INDEX_EQUIPMENT_KEY,
	INDEX_ISSUE_KEY,
	INDEX_METRIC_KEY,
	INDEX_AVAILABILITY_KEY,
	INDEX_SESSION_KEY,
	INDEX_CLASS_KEY,
	INDEX_REGISTRATION_KEY,
	INDEX_BILL_KEY,
	INDEX_PAYMENT_KEY,
	INDEX_NOTIFICATION_KEY,
	INDEX_AUDIT_LOG_KEY,
	INDEX_ERASED_MEMBER_KEY,
	/* where a resource's busy time stands */
	INDEX_SESSION_ROOM_BUSY,
	INDEX_SESSION_TRAINER_BUSY,
	INDEX_SESSION_MEMBER_BUSY,
	INDEX_CLASS_ROOM_BUSY,
	INDEX_CLASS_TRAINER_BUSY,
	INDEX_REGISTRATION_MEMBER_BUSY,
	/* what else is looked up under a dirty snapshot */
	INDEX_REGISTRATION_ROSTER,
	INDEX_AVAILABILITY_DAY,
	INDEX_BILL_SESSION,
	INDEX_BILL_CLASS,
	INDEX_PAYMENT_BILL,
	INDEX_PAYMENT_REFUND_OF
} IndexId;

#define INDEX_COUNT (INDEX_PAYMENT_REFUND_OF + 1)

/*
 * Column numbers. The tables are made by the install script alone, so the
 * numbers are fixed; catalog.c checks each against its name all the same.
 */
#define Anum_any_key 1

#define Anum_club_time_zone 3
#define Anum_club_default_session_price 5
#define Anum_club_default_class_price 6
#define Anum_club_allow_class_over_room 7
#define Anum_club_cancellation_notice 8
#define Anum_club_late_cancellation_fee_percent 9
#define Anum_club_is_demo 10
#define Anum_club_calendar_uid 11

#define Anum_trainer_first_name 2
#define Anum_trainer_last_name 3
#define Anum_trainer_is_active 7

#define Anum_administrative_staff_is_active 5

#define Anum_room_name 2
#define Anum_room_capacity 3

#define Anum_health_metric_member_id 2
#define Anum_health_metric_recorded_at 3

#define Anum_trainer_availability_trainer_id 2
#define Anum_trainer_availability_day_of_week 3
#define Anum_trainer_availability_start_time 4
#define Anum_trainer_availability_end_time 5
#define Anum_trainer_availability_is_recurring 6
#define Anum_trainer_availability_available_on 7

#define Anum_private_session_member_id 2
#define Anum_private_session_trainer_id 3
#define Anum_private_session_room_id 4
#define Anum_private_session_start_time 5
#define Anum_private_session_end_time 6
#define Anum_private_session_activity_type 7
#define Anum_private_session_price 8
#define Anum_private_session_cancelled_at 10
#define Anum_private_session_revision 11
#define Anum_private_session_changed_at 12
#define Anum_private_session_cancellation_reason 13

#define Anum_class_schedule_name 2
#define Anum_class_schedule_trainer_id 3
#define Anum_class_schedule_room_id 4
#define Anum_class_schedule_start_time 5
#define Anum_class_schedule_end_time 6
#define Anum_class_schedule_capacity 7
#define Anum_class_schedule_price 8
#define Anum_class_schedule_cancelled_at 9
#define Anum_class_schedule_may_exceed_room 10
#define Anum_class_schedule_revision 11
#define Anum_class_schedule_changed_at 12
#define Anum_class_schedule_cancellation_reason 13

#define Anum_class_registration_member_id 2
#define Anum_class_registration_class_id 3
#define Anum_class_registration_start_time 4
#define Anum_class_registration_end_time 5
#define Anum_class_registration_attended 7
#define Anum_class_registration_cancelled_at 8
#define Anum_class_registration_price 9
#define Anum_class_registration_revision 10
#define Anum_class_registration_changed_at 11
#define Anum_class_registration_cancellation_reason 12

#define Anum_billing_item_member_id 2
#define Anum_billing_item_class_id 3
#define Anum_billing_item_private_session_id 4
#define Anum_billing_item_trainer_id 5
#define Anum_billing_item_amount 6
#define Anum_billing_item_description 7
#define Anum_billing_item_status 8
#define Anum_billing_item_updated_at 10
#define Anum_billing_item_paid_at 11

#define Anum_notification_member_id 2
#define Anum_notification_trainer_id 3
#define Anum_notification_message 4

#define Anum_payment_member_id 2
#define Anum_payment_staff_id 3
#define Anum_payment_billing_id 4
#define Anum_payment_amount 5
#define Anum_payment_paid_at 6
#define Anum_payment_payment_type 7
#define Anum_payment_description 8
#define Anum_payment_notes 9
#define Anum_payment_refund_of 10

#define Anum_audit_log_table_name 1
#define Anum_audit_log_row_key 2
#define Anum_audit_log_version 3
#define Anum_audit_log_action 4
#define Anum_audit_log_at 5
#define Anum_audit_log_role_name 6
#define Anum_audit_log_session_role 7
#define Anum_audit_log_persona 8
#define Anum_audit_log_person_id 9
#define Anum_audit_log_application_name 10
#define Anum_audit_log_old_row 11
#define Anum_audit_log_new_row 12

#define Anum_erased_member_erased_at 2

extern void require_trusted_tables(void);
extern const char *table_name(TableId table);
extern const char *table_label(TableId table);
extern const char *table_key(TableId table);
extern bool table_by_name(const char *name, TableId *table);
extern Oid table_oid(TableId table);
extern bool is_own_table(Oid relid);
extern bool is_own_function(Oid function, const char *name);
extern Oid index_oid(IndexId index);
extern uint64 catalog_generation(void);

/* index_definition.c: what the indexes have to be */
extern const char *index_name(IndexId index);
extern TableId index_table(IndexId index);
extern bool index_is_as_defined(IndexId index, Oid relid, Oid table);
pg_noreturn extern void refuse_index(IndexId index, Oid relid, Oid table);

#endif /* FITCLUB_CATALOG_H */
