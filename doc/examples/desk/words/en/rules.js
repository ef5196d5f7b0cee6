// What packs, plans, memberships, dunning and the door refuse, by the name of
// the rule.

const NAME = 'Please give a name of ordinary length.';
const AMOUNT = 'This amount cannot be used: no less than nothing, and no more than two decimals.';
const CREDITS = 'Please give a whole number of credits, from 1 to 10000.';
const REASON = 'Please give a reason, in not too many words.';
const CHOICE = 'Please choose one of the possibilities.';
const DATE = 'This day cannot be used.';
const OTHERS = 'This pays for other bookings.';

export default {
  // packs and their credits
  'problem.pack_name_key': 'There is already a pack of this name.',
  'problem.pack_name_check': NAME,
  'problem.pack_credits_check': CREDITS,
  'problem.pack_price_check': AMOUNT,
  'problem.pack_valid_for_check': 'Please give a time of whole days, from 1 day to 100 years.',
  'problem.pack_scope_key': 'The pack pays for this already.',
  'problem.pack_scope_kind_check': CHOICE,
  'problem.pack_scope_service_id_check': 'This service is of the other kind.',
  'problem.pack_sold': 'Somebody has bought this pack: what it pays for stays. Please make another.',
  'problem.pack_inactive': 'This pack is no longer sold.',
  'problem.pack_sale_price_check': AMOUNT,
  'problem.pack_sale_credits_check': CREDITS,
  'problem.credit_lot_left': 'There are not enough credits left.',
  'problem.credit_lot_valid': 'These credits do not hold on that day.',
  'problem.credit_lot_scope': OTHERS,
  'problem.credit_lot_unpaid': 'These credits have to be paid first.',
  'problem.credit_lot_valid_from_check': DATE,
  'problem.credit_lot_expires_on_check': 'Please choose a day that is not before the first day, nor before the one so far.',
  'problem.lot_out_credits_check': CREDITS,
  'problem.lot_transferable': 'Only the desk can transfer these credits.',
  'problem.credit_lot_member_id_check': 'These credits are this member’s already.',
  'problem.credit_lot_credits_check': CREDITS,
  'problem.pack_pkey': 'There is no such pack.',
  'problem.credit_lot_pkey': 'There are no such credits.',
  'problem.pack_sale_pkey': 'This pack was not sold.',

  // what pays for a booking
  'problem.cover_of_other_member': 'This belongs to somebody else.',
  'problem.cover_paid': 'The bill of this booking is paid. Please refund it first.',
  'problem.cover_free': 'This booking costs nothing.',
  'problem.price_of_covered_booking': 'A pack or a membership pays for this booking, so it has no price. Please have a bill pay first.',
  'problem.set_cover_pay_with_check': CHOICE,
  'problem.set_cover_booking_check': CHOICE,

  // plans
  'problem.plan_name_key': 'There is already a plan of this name.',
  'problem.plan_name_check': NAME,
  'problem.plan_unit_check': CHOICE,
  'problem.plan_every_check': 'Please give a whole number from 1 to 12.',
  'problem.plan_visits_check': 'Please give a whole number of visits, from 1 to 10000.',
  'problem.plan_joining_fee_check': AMOUNT,
  'problem.plan_late_fee_check': AMOUNT,
  'problem.plan_notice_check': 'Please give a notice from none to 366 days.',
  'problem.plan_min_periods_check': 'Please give a whole number of periods, from 0 to 120.',
  'problem.plan_price_amount_check': AMOUNT,
  'problem.plan_price_valid_from_check': DATE,
  'problem.plan_price_existing_from_check': 'Those who have joined before do not pay a new price earlier than others.',
  'problem.plan_price_key': 'There is already a price from that day on.',
  'problem.plan_price_past': 'Somebody has joined this plan: a new price is for a day to come.',
  'problem.plan_scope_key': 'The plan includes this already.',
  'problem.plan_scope_kind_check': CHOICE,
  'problem.plan_scope_service_id_check': 'This service is of the other kind.',
  'problem.plan_scope_discount_check': 'Please give a discount of more than 0 and at most 100 percent.',
  'problem.plan_sold': 'Somebody has joined this plan: what it includes stays. Please make another.',
  'problem.plan_inactive': 'Nobody can join this plan any longer.',
  'problem.plan_pkey': 'There is no such plan.',

  // memberships
  'problem.membership_ended': 'The membership does not run on that day.',
  'problem.membership_hold': 'The membership is frozen on that day.',
  'problem.membership_hold_overlap': 'The membership is already frozen at that time, or on the day before or after.',
  'problem.membership_scope': OTHERS,
  'problem.membership_notice': 'The terms of the plan do not allow it so early.',
  'problem.membership_bookings': 'The membership pays for bookings at that time. Please choose what is to become of them.',
  'problem.visit_limit': 'No visits are left in that period.',
  'problem.membership_starts_on_check': DATE,
  'problem.membership_ends_on_check': DATE,
  'problem.membership_anchor_on_check': DATE,
  'problem.membership_contract_until_check': 'The contract must last until after its first day.',
  'problem.membership_end_reason_check': REASON,
  'problem.membership_on_bookings_check': CHOICE,
  'problem.membership_plan_from_on_check': DATE,
  'problem.membership_plan_price_check': AMOUNT,
  'problem.membership_hold_starts_on_check': DATE,
  'problem.membership_hold_ends_on_check': 'Please choose a day after the first.',
  'problem.membership_hold_reason_check': REASON,
  'problem.membership_period_until_check': DATE,
  'problem.membership_period_max_periods_check': 'Please give a whole number of periods, from 1 on.',
  'problem.membership_pkey': 'There is no such membership.',

  // what is past due, and the door
  'problem.member_past_due': 'A bill is past due. Please pay it first, or ask the desk.',
  'problem.dunning_step_step_check': 'Please give a step from 1 to 100.',
  'problem.dunning_step_after_days_check': 'Please give a whole number of days, from 1 to 1000.',
  'problem.dunning_step_after_days_key': 'There is already a step after so many days.',
  'problem.dunning_step_late_fee_check': 'This fee cannot be used: more than nothing, and no more than two decimals.',
  'problem.dunning_step_message_check': 'Please give a message of at most 1000 characters.',
  'problem.dunning_step_pkey': 'There is no such step.',
  'problem.dunning_today_check': DATE,
  'problem.reminder_today_check': DATE,
  'problem.member_not_admitted': 'No membership, pack or booking of theirs is for today.',
  'problem.visit_reason_check': REASON,
};
