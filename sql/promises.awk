# Joins what the promises.sql of all subjects look for to the views that verify()
# reads. A part of a view is a query below the line
#
#	-- fitclub.VIEW (COLUMNS):
#
# and stands with the others of its view between UNION ALL. Statements that are
# below no such line, such as comments on the views, follow at the end.

FNR == 1 { view = "" }

/^-- fitclub\.[a-z_]+ \(.*\):$/ {
	view = $0
	sub(/^-- /, "", view)
	sub(/:$/, "", view)
	if (view in query)
		query[view] = query[view] "\nUNION ALL"
	else
		views[++count] = view
	next
}

view == "" {
	if (!/^--/)
		rest = rest "\n" $0
	next
}

{ query[view] = query[view] "\n" $0 }

/;$/ {
	sub(/;$/, "", query[view])
	view = ""
}

END {
	for (i = 1; i <= count; i++)
		printf "\nCREATE OR REPLACE VIEW %s AS%s;\n", views[i], query[views[i]]
	print rest
}
