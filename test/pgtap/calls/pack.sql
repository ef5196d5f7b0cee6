-- The calls of packs. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('create_pack(''X'', 1, 1)', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_pack(ID, ''X'')', 'pack', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('add_pack_scope(ID, ''class'')', 'new pack', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('add_pack_scope({new pack}, ''session'', ID)', 'service', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('add_pack_scope({new pack}, ''session'', NULL, ID)', 'trainer', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('sell_pack(ID, {pack})', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('sell_pack(ID, {pack})', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('sell_pack({member}, ID)', 'pack', 'ok/ok/unknown', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('sell_pack({member}, {pack}, price => 1)', '', 'staff_argument', 'deny', 'ok', 'identity_unknown', 'ok'),
('grant_credits(ID, {pack})', 'member', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('grant_credits({member}, ID)', 'pack', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('transfer_credits(ID, {friend})', 'lot', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('transfer_credits(ID, {friend})', 'dependant lot', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('transfer_credits({lot}, ID)', 'dependant', 'ok/ok/unknown', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('extend_credits(ID, NULL)', 'lot', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('refund_pack(ID, 1)', 'sale', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('refund_pack({sale}, 1, staff_id => ID)', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('list_packs()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('list_credits(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_credits(ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('lot_left({lot})', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok');
