-- The row that is always there. Tables and triggers are in place by now.

INSERT INTO fitclub.club DEFAULT VALUES;
