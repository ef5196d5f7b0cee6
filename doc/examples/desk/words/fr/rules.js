// Ce que refusent les carnets, les formules, les abonnements, les relances et
// l'entrée, par le nom de la règle.

const NAME = 'Veuillez indiquer un nom de longueur raisonnable.';
const AMOUNT = 'Ce montant ne convient pas : zéro ou plus, et deux décimales au plus.';
const CREDITS = 'Veuillez indiquer un nombre entier de crédits, de 1 à 10000.';
const REASON = 'Veuillez indiquer un motif, en peu de mots.';
const CHOICE = 'Veuillez choisir l’une des possibilités.';
const DATE = 'Cette date ne convient pas.';
const OTHERS = 'Cela paie d’autres réservations.';

export default {
  // les carnets et leurs crédits
  'problem.pack_name_key': 'Il y a déjà un carnet de ce nom.',
  'problem.pack_name_check': NAME,
  'problem.pack_credits_check': CREDITS,
  'problem.pack_price_check': AMOUNT,
  'problem.pack_valid_for_check': 'Veuillez indiquer une durée en jours entiers, de 1 jour à 100 ans.',
  'problem.pack_scope_key': 'Le carnet paie déjà cela.',
  'problem.pack_scope_kind_check': CHOICE,
  'problem.pack_scope_service_id_check': 'Cette prestation est de l’autre type.',
  'problem.pack_sold': 'Ce carnet a été vendu : ce qu’il paie ne change plus. Veuillez en créer un autre.',
  'problem.pack_inactive': 'Ce carnet n’est plus vendu.',
  'problem.pack_sale_price_check': AMOUNT,
  'problem.pack_sale_credits_check': CREDITS,
  'problem.credit_lot_left': 'Il ne reste pas assez de crédits.',
  'problem.credit_lot_valid': 'Ces crédits ne sont pas valables ce jour-là.',
  'problem.credit_lot_scope': OTHERS,
  'problem.credit_lot_unpaid': 'Ces crédits doivent d’abord être payés.',
  'problem.credit_lot_valid_from_check': DATE,
  'problem.credit_lot_expires_on_check': 'Veuillez choisir une date qui ne précède ni le premier jour ni la date actuelle.',
  'problem.lot_out_credits_check': CREDITS,
  'problem.lot_transferable': 'Seul l’accueil peut céder ces crédits.',
  'problem.credit_lot_member_id_check': 'Ces crédits sont déjà ceux de ce membre.',
  'problem.credit_lot_credits_check': CREDITS,
  'problem.pack_pkey': 'Ce carnet n’existe pas.',
  'problem.credit_lot_pkey': 'Ces crédits n’existent pas.',
  'problem.pack_sale_pkey': 'Ce carnet n’a pas été vendu.',

  // ce qui paie une réservation
  'problem.cover_of_other_member': 'Cela appartient à une autre personne.',
  'problem.cover_paid': 'La facture de cette réservation est payée. Veuillez d’abord la rembourser.',
  'problem.cover_free': 'Cette réservation est gratuite.',
  'problem.price_of_covered_booking': 'Un carnet ou un abonnement paie cette réservation, qui n’a donc pas de prix. Choisissez d’abord une facture.',
  'problem.set_cover_pay_with_check': CHOICE,
  'problem.set_cover_booking_check': CHOICE,

  // les formules
  'problem.plan_name_key': 'Il y a déjà une formule de ce nom.',
  'problem.plan_name_check': NAME,
  'problem.plan_unit_check': CHOICE,
  'problem.plan_every_check': 'Veuillez indiquer un nombre entier de 1 à 12.',
  'problem.plan_visits_check': 'Veuillez indiquer un nombre entier de visites, de 1 à 10000.',
  'problem.plan_joining_fee_check': AMOUNT,
  'problem.plan_late_fee_check': AMOUNT,
  'problem.plan_notice_check': 'Veuillez indiquer un préavis de 0 à 366 jours.',
  'problem.plan_min_periods_check': 'Veuillez indiquer un nombre entier de périodes, de 0 à 120.',
  'problem.plan_price_amount_check': AMOUNT,
  'problem.plan_price_valid_from_check': DATE,
  'problem.plan_price_existing_from_check': 'Les abonnés actuels ne paient pas un nouveau prix plus tôt que les autres.',
  'problem.plan_price_key': 'Il y a déjà un prix à partir de ce jour.',
  'problem.plan_price_past': 'Cette formule a des abonnés : un nouveau prix vaut pour un jour à venir.',
  'problem.plan_scope_key': 'La formule comprend déjà cela.',
  'problem.plan_scope_kind_check': CHOICE,
  'problem.plan_scope_service_id_check': 'Cette prestation est de l’autre type.',
  'problem.plan_scope_discount_check': 'Veuillez indiquer une remise de plus de 0 et d’au plus 100 pour cent.',
  'problem.plan_sold': 'Cette formule a des abonnés : ce qu’elle comprend ne change plus. Veuillez en créer une autre.',
  'problem.plan_inactive': 'Cette formule n’est plus proposée.',
  'problem.plan_pkey': 'Cette formule n’existe pas.',

  // les abonnements
  'problem.membership_ended': 'L’abonnement n’est pas en cours ce jour-là.',
  'problem.membership_hold': 'L’abonnement est suspendu ce jour-là.',
  'problem.membership_hold_overlap': 'L’abonnement est déjà suspendu à ce moment-là, ou la veille ou le lendemain.',
  'problem.membership_scope': OTHERS,
  'problem.membership_notice': 'Les conditions de la formule ne le permettent pas si tôt.',
  'problem.membership_bookings': 'L’abonnement paie des réservations à ce moment-là. Veuillez choisir ce qu’elles deviennent.',
  'problem.visit_limit': 'Il ne reste plus de visites dans cette période.',
  'problem.membership_starts_on_check': DATE,
  'problem.membership_ends_on_check': DATE,
  'problem.membership_anchor_on_check': DATE,
  'problem.membership_contract_until_check': 'Le contrat doit finir après son premier jour.',
  'problem.membership_end_reason_check': REASON,
  'problem.membership_on_bookings_check': CHOICE,
  'problem.membership_plan_from_on_check': DATE,
  'problem.membership_plan_price_check': AMOUNT,
  'problem.membership_hold_starts_on_check': DATE,
  'problem.membership_hold_ends_on_check': 'Veuillez choisir un jour après le premier.',
  'problem.membership_hold_reason_check': REASON,
  'problem.membership_period_until_check': DATE,
  'problem.membership_period_max_periods_check': 'Veuillez indiquer un nombre entier de périodes, à partir de 1.',
  'problem.membership_pkey': 'Cet abonnement n’existe pas.',

  // les retards de paiement et l'entrée
  'problem.member_past_due': 'Une facture est en retard. Payez-la d’abord, ou adressez-vous à l’accueil.',
  'problem.dunning_step_step_check': 'Veuillez indiquer une étape de 1 à 100.',
  'problem.dunning_step_after_days_check': 'Veuillez indiquer un nombre entier de jours, de 1 à 1000.',
  'problem.dunning_step_after_days_key': 'Il y a déjà une étape après autant de jours.',
  'problem.dunning_step_late_fee_check': 'Ces frais ne conviennent pas : plus que zéro, et deux décimales au plus.',
  'problem.dunning_step_message_check': 'Veuillez indiquer un message de 1000 caractères au plus.',
  'problem.dunning_step_pkey': 'Cette étape n’existe pas.',
  'problem.dunning_today_check': DATE,
  'problem.reminder_today_check': DATE,
  'problem.member_not_admitted': 'Aucun abonnement, carnet ou réservation de cette personne ne vaut pour aujourd’hui.',
  'problem.visit_reason_check': REASON,
};
