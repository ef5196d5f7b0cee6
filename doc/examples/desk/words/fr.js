import account from './fr/account.js';
import board from './fr/board.js';
import common from './fr/common.js';
import desk from './fr/desk.js';
import door from './fr/door.js';
import member from './fr/member.js';
import money from './fr/money.js';
import plans from './fr/plans.js';
import problems from './fr/problems.js';
import rules from './fr/rules.js';
import trainer from './fr/trainer.js';

export default { ...common, ...member, ...trainer, ...desk, ...account, ...board, ...money, ...plans, ...door, ...problems, ...rules };
