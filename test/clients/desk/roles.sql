\ir ../../../doc/examples/desk/server/setup.sql
\ir ../../../doc/examples/desk/server/demo.sql
