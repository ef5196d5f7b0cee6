-- What protects the data, now that all of it is there.

SELECT fitclub_internal.record_protection();
