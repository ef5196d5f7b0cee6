// A member's account and family, for the member and the desk.

export default {
  'nav.account': 'Account',
  'account.account': 'Account',
  'account.of': ({ name }) => `Account of ${name}`,

  'statement.of': ({ year }) => `Statement of ${year}`,
  'statement.whose': 'Member',
  'statement.what': 'What',
  'statement.charge': 'Billed',
  'statement.credit': 'Paid or credited',
  'statement.balance': 'Balance',
  'statement.bill': 'Bill',
  'statement.payment': 'Payment',
  'statement.refund': 'Refund',
  'statement.cancelled': 'Credit',

  'family.for': 'For',
  'family.me': 'Myself',
  'family.payer': 'Paid for by',
  'family.pays_for': 'Pays for',
  'family.new': 'New dependant',
  'family.new_hint': 'A dependant, such as a child, has no e-mail. This member books and pays for them.',
  'family.create': 'Create dependant',
  'family.choose_payer': 'Choose who pays',
  'family.nobody': 'Nobody else pays',
  'family.release': 'Make independent',
  'family.release_hint': 'With an e-mail of their own they book and pay for themselves.',
};
