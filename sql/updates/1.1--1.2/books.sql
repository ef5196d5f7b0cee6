-- Bills that were closed before credits were kept.

SELECT fitclub_internal.complete_bills(array_agg(b.billing_id))
FROM fitclub.billing_item AS b;
