-- What is recorded stays.

CREATE TRIGGER billing_item_books
	AFTER UPDATE OR DELETE ON fitclub.billing_item
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER billing_item_books ON fitclub.billing_item IS
	'Refuses deletion, and changes of all but description, trainer_id, updated_at and due_on';

CREATE TRIGGER billing_item_books_truncate
	BEFORE TRUNCATE ON fitclub.billing_item
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER billing_item_books_truncate ON fitclub.billing_item IS 'Refuses TRUNCATE';

CREATE TRIGGER payment_books
	AFTER UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER payment_books ON fitclub.payment IS
	'Refuses deletion, and changes of all but description and notes';

CREATE TRIGGER payment_books_truncate
	BEFORE TRUNCATE ON fitclub.payment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER payment_books_truncate ON fitclub.payment IS 'Refuses TRUNCATE';

CREATE TRIGGER book_close_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.book_close
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER book_close_books ON fitclub.book_close IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER book_close_books_truncate
	BEFORE TRUNCATE ON fitclub.book_close
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER book_close_books_truncate ON fitclub.book_close IS 'Refuses TRUNCATE';

CREATE TRIGGER book_close_balance_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.book_close_balance
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER book_close_balance_books ON fitclub.book_close_balance IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER book_close_balance_books_truncate
	BEFORE TRUNCATE ON fitclub.book_close_balance
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER book_close_balance_books_truncate ON fitclub.book_close_balance IS 'Refuses TRUNCATE';

CREATE TRIGGER till_count_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.till_count
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER till_count_books ON fitclub.till_count IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER till_count_books_truncate
	BEFORE TRUNCATE ON fitclub.till_count
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER till_count_books_truncate ON fitclub.till_count IS 'Refuses TRUNCATE';

CREATE TRIGGER bill_credit_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.bill_credit
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER bill_credit_books ON fitclub.bill_credit IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER bill_credit_books_truncate
	BEFORE TRUNCATE ON fitclub.bill_credit
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER bill_credit_books_truncate ON fitclub.bill_credit IS 'Refuses TRUNCATE';

CREATE TRIGGER pack_sale_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.pack_sale
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER pack_sale_books ON fitclub.pack_sale IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER pack_sale_books_truncate
	BEFORE TRUNCATE ON fitclub.pack_sale
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER pack_sale_books_truncate ON fitclub.pack_sale IS 'Refuses TRUNCATE';

CREATE TRIGGER credit_lot_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.credit_lot
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER credit_lot_books ON fitclub.credit_lot IS
	'Refuses changes of all but expires_on, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER credit_lot_books_truncate
	BEFORE TRUNCATE ON fitclub.credit_lot
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER credit_lot_books_truncate ON fitclub.credit_lot IS 'Refuses TRUNCATE';

CREATE TRIGGER lot_out_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.lot_out
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER lot_out_books ON fitclub.lot_out IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER lot_out_books_truncate
	BEFORE TRUNCATE ON fitclub.lot_out
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER lot_out_books_truncate ON fitclub.lot_out IS 'Refuses TRUNCATE';

CREATE TRIGGER dunning_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.dunning
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER dunning_books ON fitclub.dunning IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER dunning_books_truncate
	BEFORE TRUNCATE ON fitclub.dunning
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER dunning_books_truncate ON fitclub.dunning IS 'Refuses TRUNCATE';

CREATE TRIGGER reminder_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.reminder
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER reminder_books ON fitclub.reminder IS
	'Refuses changes, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER reminder_books_truncate
	BEFORE TRUNCATE ON fitclub.reminder
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER reminder_books_truncate ON fitclub.reminder IS 'Refuses TRUNCATE';

CREATE TRIGGER plan_price_books
	AFTER UPDATE OR DELETE ON fitclub.plan_price
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER plan_price_books ON fitclub.plan_price IS
	'Refuses changes and deletions';

CREATE TRIGGER plan_price_books_truncate
	BEFORE TRUNCATE ON fitclub.plan_price
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER plan_price_books_truncate ON fitclub.plan_price IS 'Refuses TRUNCATE';

CREATE TRIGGER membership_period_books
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.membership_period
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER membership_period_books ON fitclub.membership_period IS
	'Refuses changes of all but ends_on, and new rows from anybody but the owner, who restores them';

CREATE TRIGGER membership_period_books_truncate
	BEFORE TRUNCATE ON fitclub.membership_period
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_books();
COMMENT ON TRIGGER membership_period_books_truncate ON fitclub.membership_period IS 'Refuses TRUNCATE';
